import { expect, it } from "vitest";
import { defaultPasswordCost, hashPassword, passwordMatches } from "../../src/identity/password-hash.ts";

it("a password matches its own hash alone, and no hash is like another", async () => {
  const [one, two] = await Promise.all([hashPassword("correct horse"), hashPassword("correct horse")]);
  expect(one).not.toBe(two);
  expect(one.startsWith(`scrypt$${defaultPasswordCost}$`)).toBe(true);
  expect(defaultPasswordCost).toBeGreaterThanOrEqual(14);
  expect(await passwordMatches("correct horse", one)).toBe(true);
  expect(await passwordMatches("correct horsf", one)).toBe(false);
  expect(await passwordMatches("", one)).toBe(false);
});

it("text that is no hash matches nothing", async () => {
  for (const stored of ["", "plain", "scrypt$14$salt", "scrypt$99$c2FsdA$aGFzaA", "scrypt$4$c2FsdA$", "bcrypt$4$a$b"]) {
    expect(await passwordMatches("", stored)).toBe(false);
  }
});

it("two spellings of one character are one password", async () => {
  const stored = await hashPassword("caf\u00e9 au lait", 4);
  expect(await passwordMatches("cafe\u0301 au lait", stored)).toBe(true);
});
