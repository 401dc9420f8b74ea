/** The account's handle: the e-mail's local part, reduced to what a queue name may hold. */
export function handleFromEmail(email: string): string {
  const local = email.split('@')[0] ?? '';
  const handle = local
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return handle === '' ? 'account' : handle;
}

/** Where an account's secrets belong: the ciphertext of one cannot be moved to another. */
export const passwordContext = (email: string): string => `account:${email}:password`;
export const sessionContext = (accountId: number): string => `account:${accountId}:session`;
