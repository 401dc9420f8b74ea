/** The labels of the pages. `{name}`, `{n}` and `{unit}` are filled in by `fill`. */
export interface Words {
  /** Of `<html lang>` and the `lang` cookie. */
  language: string;
  degrees: readonly [string, string, string];
  connect: string;
  inviteLabel: string;
  pending: string;
  pendingLabel: string;
  message: string;
  messageLabel: string;
  more: string;
  follow: string;
  followLabel: string;
  unfollow: string;
  accept: string;
  acceptLabel: string;
  ignore: string;
  ignoreLabel: string;
  notifyLabel: string;
  removeConnection: string;
  addNote: string;
  addNoteQuestion: string;
  personalize: string;
  sendWithoutNote: string;
  sendInvitation: string;
  dismiss: string;
  cancel: string;
  gotIt: string;
  weeklyLimit: string;
  weeklyLimitNear: string;
  invitationSent: string;
  invitationNotSent: string;
  resendLater: string;
  withdraw: string;
  withdrawLabel: string;
  withdrawTitle: string;
  withdrawWarning: string;
  invitationWithdrawn: string;
  notWithdrawn: string;
  manageInvitations: string;
  people: string;
  sentJustNow: string;
  sentAgo: string;
  units: Readonly<Record<'hour' | 'day' | 'week' | 'month', readonly [one: string, many: string]>>;
  noResults: string;
  next: string;
  newMessage: string;
  writeMessage: string;
  send: string;
  messageNotSent: string;
  unreadOne: string;
  unreadMany: string;
}

/** Facts §3.1 to §3.9: [C] where the page's own comment says so. */
const ENGLISH: Words = {
  language: 'en',
  degrees: ['1st', '2nd', '3rd'],
  connect: 'Connect',
  inviteLabel: 'Invite {name} to connect',
  pending: 'Pending',
  pendingLabel: 'Pending, click to withdraw invitation sent to {name}',
  message: 'Message',
  messageLabel: 'Message {name}',
  more: 'More',
  follow: 'Follow',
  followLabel: 'Follow {name}',
  unfollow: 'Unfollow',
  accept: 'Accept',
  acceptLabel: 'Accept {name}’s request to connect',
  ignore: 'Ignore',
  ignoreLabel: 'Ignore {name}’s request to connect',
  notifyLabel: 'Manage notifications about {name}',
  removeConnection: 'Remove connection',
  addNote: 'Add a note',
  addNoteQuestion: 'Add a note to your invitation?',
  personalize: 'Personalize your invitation to {name} by adding a note.',
  sendWithoutNote: 'Send without a note',
  sendInvitation: 'Send invitation',
  dismiss: 'Dismiss',
  cancel: 'Cancel',
  gotIt: 'Got it',
  weeklyLimit: 'You’ve reached the weekly invitation limit',
  weeklyLimitNear: 'You’re close to the weekly invitation limit',
  invitationSent: 'Invitation sent to {name}',
  invitationNotSent: 'Invitation not sent to {name}. Please try again later.',
  resendLater: 'Invitation not sent to {name}. You can resend an invitation 3 weeks after withdrawing it.',
  withdraw: 'Withdraw',
  withdrawLabel: 'Withdraw invitation sent to {name}',
  withdrawTitle: 'Withdraw invitation',
  withdrawWarning: 'If you withdraw now, you won’t be able to resend to this person for up to 3 weeks.',
  invitationWithdrawn: 'Invitation to {name} withdrawn',
  notWithdrawn: 'The invitation could not be withdrawn. Please try again later.',
  manageInvitations: 'Manage invitations',
  people: 'People',
  sentJustNow: 'Sent just now',
  sentAgo: 'Sent {n} {unit} ago',
  units: {
    hour: ['hour', 'hours'],
    day: ['day', 'days'],
    week: ['week', 'weeks'],
    month: ['month', 'months'],
  },
  noResults: 'No results found',
  next: 'Next',
  newMessage: 'New message',
  writeMessage: 'Write a message…',
  send: 'Send',
  messageNotSent: 'Your message could not be sent.',
  unreadOne: '{n} unread message',
  unreadMany: '{n} unread messages',
};

/** Facts §3.10: connect, pending, message, more, follow, withdraw and "without a note" [1]; the rest translated. */
const DANISH: Words = {
  language: 'da',
  degrees: ['1.', '2.', '3.'],
  connect: 'Opret forbindelse',
  inviteLabel: 'Inviter {name} til at oprette forbindelse',
  pending: 'Afventer',
  pendingLabel: 'Afventer, klik for at trække invitationen til {name} tilbage',
  message: 'Besked',
  messageLabel: 'Send besked til {name}',
  more: 'Mere',
  follow: 'Følg',
  followLabel: 'Følg {name}',
  unfollow: 'Følg ikke længere',
  accept: 'Accepter',
  acceptLabel: 'Accepter invitationen fra {name}',
  ignore: 'Ignorer',
  ignoreLabel: 'Ignorer invitationen fra {name}',
  notifyLabel: 'Administrer notifikationer om {name}',
  removeConnection: 'Fjern forbindelse',
  addNote: 'Tilføj en note',
  addNoteQuestion: 'Vil du tilføje en note til din invitation?',
  personalize: 'Gør invitationen til {name} personlig med en note.',
  sendWithoutNote: 'Send uden note',
  sendInvitation: 'Send invitation',
  dismiss: 'Luk',
  cancel: 'Annuller',
  gotIt: 'Forstået',
  weeklyLimit: 'Du har nået grænsen for ugentlige invitationer',
  weeklyLimitNear: 'Du er tæt på grænsen for ugentlige invitationer',
  invitationSent: 'Invitation sendt til {name}',
  invitationNotSent: 'Invitationen til {name} blev ikke sendt. Prøv igen senere.',
  resendLater: 'Invitationen til {name} blev ikke sendt. Du kan invitere igen efter 3 uger.',
  withdraw: 'Træk tilbage',
  withdrawLabel: 'Træk invitationen til {name} tilbage',
  withdrawTitle: 'Træk invitation tilbage',
  withdrawWarning: 'Du kan ikke invitere denne person igen i op til 3 uger.',
  invitationWithdrawn: 'Invitationen til {name} er trukket tilbage',
  notWithdrawn: 'Invitationen kunne ikke trækkes tilbage. Prøv igen senere.',
  manageInvitations: 'Administrer invitationer',
  people: 'Personer',
  sentJustNow: 'Sendt lige nu',
  sentAgo: 'Sendt for {n} {unit} siden',
  units: {
    hour: ['time', 'timer'],
    day: ['dag', 'dage'],
    week: ['uge', 'uger'],
    month: ['måned', 'måneder'],
  },
  noResults: 'Ingen resultater fundet',
  next: 'Næste',
  newMessage: 'Ny besked',
  writeMessage: 'Skriv en besked…',
  send: 'Send',
  messageNotSent: 'Din besked kunne ikke sendes.',
  unreadOne: '{n} ulæst besked',
  unreadMany: '{n} ulæste beskeder',
};

/** Facts §3.10: the weekly limit [1], the ordinals §3.2 [C]; the rest translated. */
const SPANISH: Words = {
  language: 'es',
  degrees: ['1er', '2º', '3er'],
  connect: 'Conectar',
  inviteLabel: 'Invita a {name} a conectar',
  pending: 'Pendiente',
  pendingLabel: 'Pendiente, haz clic para retirar la invitación enviada a {name}',
  message: 'Enviar mensaje',
  messageLabel: 'Enviar mensaje a {name}',
  more: 'Más',
  follow: 'Seguir',
  followLabel: 'Seguir a {name}',
  unfollow: 'Dejar de seguir',
  accept: 'Aceptar',
  acceptLabel: 'Aceptar la invitación de {name}',
  ignore: 'Ignorar',
  ignoreLabel: 'Ignorar la invitación de {name}',
  notifyLabel: 'Gestionar notificaciones sobre {name}',
  removeConnection: 'Eliminar contacto',
  addNote: 'Añadir una nota',
  addNoteQuestion: '¿Quieres añadir una nota a tu invitación?',
  personalize: 'Personaliza tu invitación a {name} con una nota.',
  sendWithoutNote: 'Enviar sin nota',
  sendInvitation: 'Enviar invitación',
  dismiss: 'Descartar',
  cancel: 'Cancelar',
  gotIt: 'Entendido',
  weeklyLimit: 'Has alcanzado el límite semanal de invitaciones',
  weeklyLimitNear: 'Te acercas al límite semanal de invitaciones',
  invitationSent: 'Invitación enviada a {name}',
  invitationNotSent: 'Invitación no enviada a {name}. Inténtalo más tarde.',
  resendLater: 'Invitación no enviada a {name}. Podrás volver a invitar dentro de 3 semanas.',
  withdraw: 'Retirar',
  withdrawLabel: 'Retirar la invitación enviada a {name}',
  withdrawTitle: 'Retirar invitación',
  withdrawWarning: 'No podrás volver a invitar a esta persona durante un máximo de 3 semanas.',
  invitationWithdrawn: 'Invitación a {name} retirada',
  notWithdrawn: 'No se ha podido retirar la invitación. Inténtalo más tarde.',
  manageInvitations: 'Gestionar invitaciones',
  people: 'Personas',
  sentJustNow: 'Enviada ahora mismo',
  sentAgo: 'Enviada hace {n} {unit}',
  units: {
    hour: ['hora', 'horas'],
    day: ['día', 'días'],
    week: ['semana', 'semanas'],
    month: ['mes', 'meses'],
  },
  noResults: 'No se han encontrado resultados',
  next: 'Siguiente',
  newMessage: 'Nuevo mensaje',
  writeMessage: 'Escribe un mensaje…',
  send: 'Enviar',
  messageNotSent: 'No se ha podido enviar tu mensaje.',
  unreadOne: '{n} mensaje no leído',
  unreadMany: '{n} mensajes no leídos',
};

export const LANGUAGES = { en: ENGLISH, da: DANISH, es: SPANISH } as const;

/** `fill('Invite {name} to connect', { name: 'Mara Quill' })`. */
export function fill(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, key) => String(values[key] ?? whole));
}

/** "2nd". */
export function ordinal(words: Words, degree: 1 | 2 | 3): string {
  return words.degrees[degree - 1] ?? '';
}

const HOUR_MS = 3_600_000;

/** "Sent 2 days ago". */
export function sentLabel(words: Words, sentAt: Date, now: Date): string {
  const hours = Math.floor((now.getTime() - sentAt.getTime()) / HOUR_MS);
  if (hours < 1) return words.sentJustNow;
  const days = Math.floor(hours / 24);
  if (days < 1) return ago(words, hours, 'hour');
  if (days < 7) return ago(words, days, 'day');
  return days < 60 ? ago(words, Math.floor(days / 7), 'week') : ago(words, Math.floor(days / 30), 'month');
}

function ago(words: Words, n: number, unit: keyof Words['units']): string {
  const [one, many] = words.units[unit];
  return fill(words.sentAgo, { n, unit: n === 1 ? one : many });
}
