// Proofs in the log's tree (RFC 6962 hashing, checked as RFC 9162 §2.1.3.2 and §2.1.4.2 say).
import { concat, equal, type Bytes } from "../seal/bytes";
import { sha256 } from "../seal/hashes";

const DIGEST_SIZE = 32;

export function leafHash(entry: Uint8Array): Promise<Bytes> {
  return sha256(concat(Uint8Array.of(0), entry));
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Promise<Bytes> {
  return sha256(concat(Uint8Array.of(1), left, right));
}

/** Whether the leaf stands at this index of the tree with this size and root. */
export async function isIncluded(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): Promise<boolean> {
  const found = await rootOfPath(leaf, index, size, proof);
  return found !== null && areDigests([root]) && equal(found, root);
}

/** The root that a leaf's path leads to; null: it leads to none. */
export async function rootOfPath(
  leaf: Uint8Array,
  index: number,
  size: number,
  path: readonly Uint8Array[],
): Promise<Bytes | null> {
  if (!(index >= 0 && index < size) || !areDigests([leaf, ...path])) return null;
  let [node, last] = [index, size - 1];
  let computed = new Uint8Array(leaf);
  for (const sibling of path) {
    if (last === 0) return null;
    if (node % 2 || node === last) {
      computed = await nodeHash(sibling, computed);
      while (node && node % 2 === 0) [node, last] = [half(node), half(last)];
    } else {
      computed = await nodeHash(computed, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 ? computed : null;
}

/** Whether the tree of the old size and root begins the tree of the new size and root. */
export async function isConsistent(
  oldSize: number,
  newSize: number,
  proof: readonly Uint8Array[],
  oldRoot: Uint8Array,
  newRoot: Uint8Array,
): Promise<boolean> {
  if (!(oldSize > 0 && oldSize <= newSize) || !areDigests([oldRoot, newRoot, ...proof])) return false;
  if (oldSize === newSize) return proof.length === 0 && equal(oldRoot, newRoot);
  const path = isPowerOfTwo(oldSize) ? [oldRoot, ...proof] : [...proof];
  let [node, last] = [oldSize - 1, newSize - 1];
  while (node % 2) [node, last] = [half(node), half(last)];
  const first = path.shift();
  if (!first) return false;
  let [older, newer] = [first, first];
  for (const sibling of path) {
    if (last === 0) return false;
    if (node % 2 || node === last) {
      older = await nodeHash(sibling, older);
      newer = await nodeHash(sibling, newer);
      while (node && node % 2 === 0) [node, last] = [half(node), half(last)];
    } else {
      newer = await nodeHash(newer, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && equal(older, oldRoot) && equal(newer, newRoot);
}

/** The root over leaf hashes that are all known. */
export async function rootOf(leaves: readonly Uint8Array[]): Promise<Bytes> {
  if (leaves.length === 0) return sha256(new Uint8Array(0));
  if (leaves.length === 1) return new Uint8Array(leaves[0]!);
  const split = 2 ** Math.floor(Math.log2(leaves.length - 1));
  return nodeHash(await rootOf(leaves.slice(0, split)), await rootOf(leaves.slice(split)));
}

// Sizes reach beyond 32 bits, so no bit operators here.
function half(value: number): number {
  return Math.floor(value / 2);
}

function isPowerOfTwo(value: number): boolean {
  while (value % 2 === 0) value /= 2;
  return value === 1;
}

function areDigests(candidates: readonly Uint8Array[]): boolean {
  return candidates.every((each) => each.length === DIGEST_SIZE);
}
