import type { Output } from '../output.ts';
import type { DashboardLogin } from './provision.ts';

/** Says how to sign in. A password that was made up is shown, this once. */
export function announceLogin({ user, password }: DashboardLogin, out: Output): void {
  if (password) out.result(`Login: ${user} / ${password.reveal()}`);
  else out.note(`Login: ${user}, with the password you have`);
}
