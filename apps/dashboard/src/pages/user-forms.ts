import { ROLES } from '@fairlead/db/repositories/users';
import { Secret } from '@fairlead/shared/runtime/secret';
import { z } from 'zod';

const SHORTEST = 12;

export const RoleField = z.enum(ROLES, 'Choose a role.');

const PasswordText = z
  .string()
  .min(SHORTEST, `At least ${SHORTEST} characters.`)
  .max(1_000, 'At most 1000 characters.');

/** Kept out of logs and pages from the moment it is read. */
export const NewPassword = PasswordText.transform((text) => new Secret(text));

export const UserForm = z.object({
  name: z
    .string()
    .trim()
    .min(1, 'A user needs a name.')
    .max(100, 'At most 100 characters.')
    .regex(/^[^\s\p{C}]+$/u, 'No blanks.'),
  role: RoleField,
  password: NewPassword,
});

export const OwnPasswordForm = z
  .object({ current: z.string().max(1_000), password: PasswordText, repeated: z.string() })
  .refine(({ password, repeated }) => password === repeated, {
    path: ['repeated'],
    message: 'Not the same as above.',
  })
  .transform(({ current, password }) => ({ current: new Secret(current), password: new Secret(password) }));
