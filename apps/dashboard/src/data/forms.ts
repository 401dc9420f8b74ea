import { isTimeZone } from '@fairlead/shared/domain/working-hours';
import { Secret } from '@fairlead/shared/runtime/secret';
import { z } from 'zod';

const NO_CONTROL = /^\P{Cc}*$/u;

const line = (most: number) =>
  z.string().trim().max(most, `At most ${most} characters.`).regex(NO_CONTROL, 'One line, and only text.');

const nameLine = line(200).min(1, 'Not empty.');

const Country = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^([a-z]{2})?$/, 'Two letters, such as pt, or nothing.')
  .transform((text) => (text === '' ? null : text));

/** `''`: nobody answered. */
const Newsletter = z
  .enum(['', 'yes', 'no'], 'Choose an answer.')
  .transform((answer) => (answer === '' ? null : answer === 'yes'));

const AccountPassword = z
  .string()
  .min(1, 'Not empty.')
  .max(1_000, 'At most 1000 characters.')
  .transform((text) => new Secret(text));

/** The fields are named as the columns are. */
export const ContactForm = z
  .object({ first_name: nameLine, last_name: line(200), title: line(300) })
  .transform(({ first_name, last_name, title }) => ({
    firstName: first_name,
    lastName: last_name,
    title: title === '' ? null : title,
  }));

export const CompanyForm = z.object({ name: nameLine });

export const AccountForm = z.object({
  country: Country,
  newsletter: Newsletter,
  active: z.enum(['yes', 'no'], 'Choose one.').transform((answer) => answer === 'yes'),
});

export const NewAccountForm = z.object({
  email: z.string().trim().max(254, 'At most 254 characters.').pipe(z.email('An e-mail address.')),
  password: AccountPassword,
  country: Country,
  timeZone: z.string().trim().refine(isTimeZone, 'A time zone such as Europe/Lisbon.'),
  newsletter: Newsletter,
});

export const PasswordForm = z.object({ password: AccountPassword });
