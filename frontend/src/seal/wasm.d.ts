// The build compiles frontend/wasm/NAME.ts and hands over the module's bytes.
declare module "wasm:*" {
  const bytes: Uint8Array;
  export default bytes;
}
