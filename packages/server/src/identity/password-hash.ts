import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/** How much work a hash costs: scrypt's N as a power of two, with r = 16 and p = 1. */
export const defaultPasswordCost = 14;

const blockSize = 16;
const keyLength = 64;

/**
 * Hashes a password with scrypt, off the main thread: a sign-in holds nobody else up.
 *
 * @param cost power of two of scrypt's N; 14 takes 32 MB and some 60 ms.
 * @returns `scrypt$<cost>$<salt>$<hash>`, both in base64url.
 */
export async function hashPassword(password: string, cost: number = defaultPasswordCost): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, cost);
  return `scrypt$${cost}$${salt.toString("base64url")}$${hash.toString("base64url")}`;
}

/** Whether a password is the one that was hashed; false for text that {@link hashPassword} never wrote. */
export async function passwordMatches(password: string, stored: string): Promise<boolean> {
  const [scheme, cost, salt, hash, ...rest] = stored.split("$");
  if (scheme !== "scrypt" || salt === undefined || hash === undefined || rest.length > 0) return false;
  const power = Number(cost);
  if (!Number.isInteger(power) || power < 1 || power > 20) return false;
  const expected = Buffer.from(hash, "base64url");
  const given = await derive(password, Buffer.from(salt, "base64url"), power);
  return expected.length === given.length && timingSafeEqual(expected, given);
}

function derive(password: string, salt: Buffer, cost: number): Promise<Buffer> {
  const N = 2 ** cost;
  // Two spellings of one character are one password.
  const text = password.normalize("NFKC");
  return new Promise((resolve, reject) => {
    scrypt(text, salt, keyLength, { N, r: blockSize, p: 1, maxmem: 256 * N * blockSize }, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}
