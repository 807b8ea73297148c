/**
 * The tables of the sign-in library: credentials and sessions, nothing else. Their column names are the library's.
 * Who a person is and what he may do stands in our own tables; a session whose person is gone is worth nothing.
 */
export function credentialTables(engine: "sqlite" | "postgres"): readonly string[] {
  const time = engine === "sqlite" ? "text" : "timestamptz";
  const flag = engine === "sqlite" ? "integer" : "boolean";
  return [
    `create table auth_user (
      "id" text primary key,
      "name" text not null,
      "email" text not null unique,
      "emailVerified" ${flag} not null,
      "image" text,
      "createdAt" ${time} not null,
      "updatedAt" ${time} not null
    )`,
    `create table auth_session (
      "id" text primary key,
      "expiresAt" ${time} not null,
      "token" text not null unique,
      "createdAt" ${time} not null,
      "updatedAt" ${time} not null,
      "ipAddress" text,
      "userAgent" text,
      "userId" text not null references auth_user ("id") on delete cascade
    )`,
    `create index auth_session_by_user on auth_session ("userId")`,
    `create table auth_account (
      "id" text primary key,
      "accountId" text not null,
      "providerId" text not null,
      "userId" text not null references auth_user ("id") on delete cascade,
      "accessToken" text,
      "refreshToken" text,
      "idToken" text,
      "accessTokenExpiresAt" ${time},
      "refreshTokenExpiresAt" ${time},
      "scope" text,
      "password" text,
      "createdAt" ${time} not null,
      "updatedAt" ${time} not null
    )`,
    `create index auth_account_by_user on auth_account ("userId")`,
    `create table auth_verification (
      "id" text primary key,
      "identifier" text not null,
      "value" text not null,
      "expiresAt" ${time} not null,
      "createdAt" ${time} not null,
      "updatedAt" ${time} not null
    )`,
    `create index auth_verification_by_identifier on auth_verification ("identifier")`,
  ];
}
