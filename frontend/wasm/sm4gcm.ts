// SM4 in Galois/Counter Mode (GB/T 32907, GB/T 36624; RFC 8998), compiled to WebAssembly by AssemblyScript.
//
// The caller writes key and nonce into `scratchPtr`, data into `bufferPtr`, and reads results there.
// Look-ups depend on secrets and are therefore not constant in time: this module is meant for the
// machine of the one who owns the secrets, never for a server shared with others.

// Fixed places below the buffer, so that every look-up carries its table as an immediate offset.
const T0: usize = 0x1000; // 4 tables of 256 words: the S-box followed by the linear layer
const T1: usize = 0x1400;
const T2: usize = 0x1800;
const T3: usize = 0x1c00;
const SBOX: usize = 0x2000;
const ROUND_KEYS: usize = 0x2100;
const SCRATCH: usize = 0x2200; // key(16) ‖ nonce(12) in; tag(16) out
const PAD: usize = 0x2240; // one block of keystream and one of padded data
const POWERS: usize = 0x2300; // the hash key times x^0 … x^127
const GHASH: usize = 0x10000; // 16 tables of 256 blocks: byte value at a position, times the hash key
const BUFFER: usize = 0x20000;
const BUFFER_SIZE: usize = 0x100000;

// The running state of one message. GHASH words are kept in memory order (little-endian loads).
let nonce0: u32 = 0;
let nonce1: u32 = 0;
let nonce2: u32 = 0;
let counter: u32 = 0;
let hash0: u64 = 0;
let hash1: u64 = 0;
let headerBytes: u64 = 0;
let textBytes: u64 = 0;

export function scratchPtr(): usize {
  return SCRATCH;
}

export function bufferPtr(): usize {
  return BUFFER;
}

export function bufferSize(): usize {
  return BUFFER_SIZE;
}

/** Build the tables that depend on no key; call once. */
export function prepare(): void {
  if (memory.size() < 19) memory.grow(19 - memory.size());
  for (let x: u32 = 0; x < 256; x++) store<u8>(SBOX + x, sbox(x));
  for (let x: u32 = 0; x < 256; x++) {
    const word = <u32>load<u8>(SBOX + x) << 24;
    const mixed = word ^ rotl<u32>(word, 2) ^ rotl<u32>(word, 10) ^ rotl<u32>(word, 18) ^ rotl<u32>(word, 24);
    store<u32>(T0 + (x << 2), mixed);
    store<u32>(T1 + (x << 2), rotr<u32>(mixed, 8));
    store<u32>(T2 + (x << 2), rotr<u32>(mixed, 16));
    store<u32>(T3 + (x << 2), rotr<u32>(mixed, 24));
  }
}

/** Take the key from the scratch: round keys and the tables of its hash key. */
export function setKey(): void {
  expandKey();
  nonce0 = nonce1 = nonce2 = counter = 0;
  keystream(0);
  buildGhash(bswap<u64>(load<u64>(PAD)), bswap<u64>(load<u64>(PAD, 8)));
}

/** Take the nonce from the scratch and begin a message. */
export function start(): void {
  nonce0 = bswap<u32>(load<u32>(SCRATCH, 16));
  nonce1 = bswap<u32>(load<u32>(SCRATCH, 20));
  nonce2 = bswap<u32>(load<u32>(SCRATCH, 24));
  counter = 2;
  hash0 = hash1 = headerBytes = textBytes = 0;
}

/** Authenticate `size` bytes of the buffer without enciphering; once, before any text. */
export function header(size: usize): void {
  headerBytes += size;
  absorb(BUFFER, size);
}

/** Encipher `size` bytes of the buffer in place; all calls but the last take whole blocks of 32. */
export function encrypt(size: usize): void {
  textBytes += size;
  const pairs = size & ~31;
  for (let at: usize = 0; at < pairs; at += 32) twoBlocks(BUFFER + at, true);
  const rest = size - pairs;
  if (rest) {
    applyKeystream(BUFFER + pairs, rest);
    absorb(BUFFER + pairs, rest);
  }
}

/** Decipher `size` bytes of the buffer in place; the result is worth nothing before the tag is compared. */
export function decrypt(size: usize): void {
  textBytes += size;
  const pairs = size & ~31;
  for (let at: usize = 0; at < pairs; at += 32) twoBlocks(BUFFER + at, false);
  const rest = size - pairs;
  if (rest) {
    absorb(BUFFER + pairs, rest);
    applyKeystream(BUFFER + pairs, rest);
  }
}

/** End the message and write its tag of 16 bytes into the scratch. */
export function tag(): void {
  ghash(bswap<u64>(headerBytes << 3), bswap<u64>(textBytes << 3));
  keystream(1);
  store<u64>(SCRATCH, hash0 ^ load<u64>(PAD));
  store<u64>(SCRATCH, hash1 ^ load<u64>(PAD, 8), 8);
}

/** Overwrite everything that a key left behind. */
export function wipe(): void {
  memory.fill(ROUND_KEYS, 0, POWERS + 2048 - ROUND_KEYS);
  memory.fill(GHASH, 0, BUFFER + BUFFER_SIZE - GHASH);
  hash0 = hash1 = 0;
}

// ---- the cipher

/** The S-box by its algebra: affine map, inverse in GF(2^8) modulo 0x1f5, the same affine map. */
function sbox(x: u32): u8 {
  return <u8>affine(inverse(affine(x)));
}

function affine(x: u32): u32 {
  let out: u32 = 0;
  for (let bit = 0; bit < 8; bit++) {
    const row = <u32>rotl<u8>(<u8>0xa7, <u8>bit);
    out |= (popcnt<u32>(x & row) & 1) << bit;
  }
  return out ^ 0xd3;
}

function inverse(x: u32): u32 {
  let power = x;
  for (let i = 0; i < 6; i++) power = multiply(multiply(power, power), x); // x^127
  return multiply(power, power); // x^254
}

function multiply(a: u32, b: u32): u32 {
  let out: u32 = 0;
  for (let bit = 7; bit >= 0; bit--) {
    out <<= 1;
    if (out & 0x100) out ^= 0x1f5;
    if ((b >> bit) & 1) out ^= a;
  }
  return out;
}

function expandKey(): void {
  let k0 = bswap<u32>(load<u32>(SCRATCH)) ^ 0xa3b1bac6;
  let k1 = bswap<u32>(load<u32>(SCRATCH, 4)) ^ 0x56aa3350;
  let k2 = bswap<u32>(load<u32>(SCRATCH, 8)) ^ 0x677d9197;
  let k3 = bswap<u32>(load<u32>(SCRATCH, 12)) ^ 0xb27022dc;
  for (let round: u32 = 0; round < 32; round++) {
    const next = k0 ^ keyLayer(k1 ^ k2 ^ k3 ^ roundConstant(round));
    store<u32>(ROUND_KEYS + (round << 2), next);
    k0 = k1;
    k1 = k2;
    k2 = k3;
    k3 = next;
  }
}

function roundConstant(round: u32): u32 {
  let word: u32 = 0;
  for (let byte: u32 = 0; byte < 4; byte++) word = (word << 8) | (((4 * round + byte) * 7) & 0xff);
  return word;
}

function keyLayer(x: u32): u32 {
  const word =
    (<u32>load<u8>(x >>> 24, SBOX) << 24) |
    (<u32>load<u8>((x >>> 16) & 0xff, SBOX) << 16) |
    (<u32>load<u8>((x >>> 8) & 0xff, SBOX) << 8) |
    <u32>load<u8>(x & 0xff, SBOX);
  return word ^ rotl<u32>(word, 13) ^ rotl<u32>(word, 23);
}

@inline
function layer(x: u32): u32 {
  return (
    load<u32>((x >>> 22) & 0x3fc, T0) ^
    load<u32>((x >>> 14) & 0x3fc, T1) ^
    load<u32>((x >>> 6) & 0x3fc, T2) ^
    load<u32>((x << 2) & 0x3fc, T3)
  );
}

/** Write the keystream block of one counter to the pad. */
function keystream(count: u32): void {
  let x0 = nonce0;
  let x1 = nonce1;
  let x2 = nonce2;
  let x3 = count;
  for (let key: usize = 0; key < 128; key += 16) {
    x0 ^= layer(x1 ^ x2 ^ x3 ^ load<u32>(key, ROUND_KEYS));
    x1 ^= layer(x2 ^ x3 ^ x0 ^ load<u32>(key, ROUND_KEYS + 4));
    x2 ^= layer(x3 ^ x0 ^ x1 ^ load<u32>(key, ROUND_KEYS + 8));
    x3 ^= layer(x0 ^ x1 ^ x2 ^ load<u32>(key, ROUND_KEYS + 12));
  }
  store<u32>(PAD, bswap<u32>(x3));
  store<u32>(PAD, bswap<u32>(x2), 4);
  store<u32>(PAD, bswap<u32>(x1), 8);
  store<u32>(PAD, bswap<u32>(x0), 12);
}

function applyKeystream(at: usize, size: usize): void {
  for (let done: usize = 0; done < size; done += 16) {
    keystream(counter++);
    const width = min<usize>(16, size - done);
    for (let i: usize = 0; i < width; i++) {
      const place = at + done + i;
      store<u8>(place, load<u8>(place) ^ load<u8>(PAD + i));
    }
  }
}

/** Two counters side by side: their look-ups do not wait for each other. */
@inline
function twoBlocks(at: usize, enciphering: bool): void {
  let x0 = nonce0;
  let x1 = nonce1;
  let x2 = nonce2;
  let x3 = counter;
  let y0 = x0;
  let y1 = x1;
  let y2 = x2;
  let y3 = x3 + 1;
  counter += 2;
  for (let key: usize = 0; key < 128; key += 16) {
    const k0 = load<u32>(key, ROUND_KEYS);
    const k1 = load<u32>(key, ROUND_KEYS + 4);
    const k2 = load<u32>(key, ROUND_KEYS + 8);
    const k3 = load<u32>(key, ROUND_KEYS + 12);
    x0 ^= layer(x1 ^ x2 ^ x3 ^ k0);
    y0 ^= layer(y1 ^ y2 ^ y3 ^ k0);
    x1 ^= layer(x2 ^ x3 ^ x0 ^ k1);
    y1 ^= layer(y2 ^ y3 ^ y0 ^ k1);
    x2 ^= layer(x3 ^ x0 ^ x1 ^ k2);
    y2 ^= layer(y3 ^ y0 ^ y1 ^ k2);
    x3 ^= layer(x0 ^ x1 ^ x2 ^ k3);
    y3 ^= layer(y0 ^ y1 ^ y2 ^ k3);
  }
  const a0 = load<u64>(at);
  const a1 = load<u64>(at, 8);
  const b0 = load<u64>(at, 16);
  const b1 = load<u64>(at, 24);
  const c0 = a0 ^ words(x3, x2);
  const c1 = a1 ^ words(x1, x0);
  const d0 = b0 ^ words(y3, y2);
  const d1 = b1 ^ words(y1, y0);
  store<u64>(at, c0);
  store<u64>(at, c1, 8);
  store<u64>(at, d0, 16);
  store<u64>(at, d1, 24);
  ghash(enciphering ? c0 : a0, enciphering ? c1 : a1);
  ghash(enciphering ? d0 : b0, enciphering ? d1 : b1);
}

@inline
function words(first: u32, second: u32): u64 {
  return <u64>bswap<u32>(first) | (<u64>bswap<u32>(second) << 32);
}

// ---- the hash

/** Multiply the hash key by every byte value at every position. */
function buildGhash(high: u64, low: u64): void {
  for (let bit: usize = 0; bit < 128; bit++) {
    store<u64>(POWERS + (bit << 4), bswap<u64>(high));
    store<u64>(POWERS + (bit << 4), bswap<u64>(low), 8);
    const carry = low & 1;
    low = (low >> 1) | (high << 63);
    high >>= 1;
    if (carry) high ^= 0xe100000000000000;
  }
  for (let position: usize = 0; position < 16; position++) buildByte(GHASH + (position << 12), position);
}

function buildByte(table: usize, position: usize): void {
  store<u64>(table, 0);
  store<u64>(table, 0, 8);
  for (let value: usize = 1; value < 256; value++) {
    const rest = value & (value - 1);
    const power = POWERS + (((position << 3) + 7 - ctz<usize>(value)) << 4);
    const place = table + (value << 4);
    store<u64>(place, load<u64>(table + (rest << 4)) ^ load<u64>(power));
    store<u64>(place, load<u64>(table + (rest << 4), 8) ^ load<u64>(power, 8), 8);
  }
}

/** Absorb one block: one look-up for each of its bytes, every table at its own immediate offset. */
@inline
function ghash(block0: u64, block1: u64): void {
  const x = hash0 ^ block0;
  const y = hash1 ^ block1;
  hash0 =
    load<u64>(<usize>(x << 4) & 0xff0, GHASH) ^
    load<u64>(<usize>(x >> 4) & 0xff0, GHASH + 0x1000) ^
    load<u64>(<usize>(x >> 12) & 0xff0, GHASH + 0x2000) ^
    load<u64>(<usize>(x >> 20) & 0xff0, GHASH + 0x3000) ^
    load<u64>(<usize>(x >> 28) & 0xff0, GHASH + 0x4000) ^
    load<u64>(<usize>(x >> 36) & 0xff0, GHASH + 0x5000) ^
    load<u64>(<usize>(x >> 44) & 0xff0, GHASH + 0x6000) ^
    load<u64>(<usize>(x >> 52) & 0xff0, GHASH + 0x7000) ^
    load<u64>(<usize>(y << 4) & 0xff0, GHASH + 0x8000) ^
    load<u64>(<usize>(y >> 4) & 0xff0, GHASH + 0x9000) ^
    load<u64>(<usize>(y >> 12) & 0xff0, GHASH + 0xa000) ^
    load<u64>(<usize>(y >> 20) & 0xff0, GHASH + 0xb000) ^
    load<u64>(<usize>(y >> 28) & 0xff0, GHASH + 0xc000) ^
    load<u64>(<usize>(y >> 36) & 0xff0, GHASH + 0xd000) ^
    load<u64>(<usize>(y >> 44) & 0xff0, GHASH + 0xe000) ^
    load<u64>(<usize>(y >> 52) & 0xff0, GHASH + 0xf000);
  hash1 =
    load<u64>(<usize>(x << 4) & 0xff0, GHASH + 0x8) ^
    load<u64>(<usize>(x >> 4) & 0xff0, GHASH + 0x1008) ^
    load<u64>(<usize>(x >> 12) & 0xff0, GHASH + 0x2008) ^
    load<u64>(<usize>(x >> 20) & 0xff0, GHASH + 0x3008) ^
    load<u64>(<usize>(x >> 28) & 0xff0, GHASH + 0x4008) ^
    load<u64>(<usize>(x >> 36) & 0xff0, GHASH + 0x5008) ^
    load<u64>(<usize>(x >> 44) & 0xff0, GHASH + 0x6008) ^
    load<u64>(<usize>(x >> 52) & 0xff0, GHASH + 0x7008) ^
    load<u64>(<usize>(y << 4) & 0xff0, GHASH + 0x8008) ^
    load<u64>(<usize>(y >> 4) & 0xff0, GHASH + 0x9008) ^
    load<u64>(<usize>(y >> 12) & 0xff0, GHASH + 0xa008) ^
    load<u64>(<usize>(y >> 20) & 0xff0, GHASH + 0xb008) ^
    load<u64>(<usize>(y >> 28) & 0xff0, GHASH + 0xc008) ^
    load<u64>(<usize>(y >> 36) & 0xff0, GHASH + 0xd008) ^
    load<u64>(<usize>(y >> 44) & 0xff0, GHASH + 0xe008) ^
    load<u64>(<usize>(y >> 52) & 0xff0, GHASH + 0xf008);
}

function absorb(at: usize, size: usize): void {
  const whole = size & ~15;
  for (let done: usize = 0; done < whole; done += 16) ghash(load<u64>(at + done), load<u64>(at + done, 8));
  const rest = size - whole;
  if (!rest) return;
  memory.fill(PAD + 16, 0, 16);
  memory.copy(PAD + 16, at + whole, rest);
  ghash(load<u64>(PAD + 16), load<u64>(PAD + 16, 8));
}
