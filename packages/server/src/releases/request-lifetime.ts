/** How long a request stays open when nobody ends it, in milliseconds: 30 days. */
export const requestLifetime = 30 * 24 * 60 * 60 * 1000;
