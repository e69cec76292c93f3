import type { SameTexts } from '@/lib/i18n';
import type { en } from './locale.en';

export const de: SameTexts<typeof en> = {
  title: 'Helper Organizer',
  what: 'Plane, wer bei deinem parkrun hilft: wer am Samstag da ist, welche Plätze offen sind und wen du fragen kannst.',
  signIn: 'Anmelden',
  firstTime:
    'Zum ersten Mal hier? Öffne den Link, den du von der Koordination oder beim Start des Servers bekommen hast.',
  language: 'Sprache',
  invitationTitle: 'Einladung',
  invitationSignIn: 'Du bist eingeladen, bei einem parkrun mitzuplanen. Melde dich an, um anzunehmen.',
  accepting: 'Die Einladung wird angenommen',
  invitationMissing: 'Diese Seite braucht den ganzen Link der Einladung. Öffne ihn noch einmal aus der Nachricht.',
  invitationExpired: 'Diese Einladung ist abgelaufen. Bitte um eine neue.',
  invitationUsed: 'Diese Einladung wurde schon benutzt.',
  invitationRevoked: 'Diese Einladung wurde zurückgezogen. Bitte um eine neue.',
  inviterGone: 'Wer dich eingeladen hat, koordiniert nicht mehr. Bitte um eine neue Einladung.',
  invitationUnknown: 'Diese Einladung ist hier nicht bekannt. Bitte um eine neue.',
  toStart: 'Zum Anfang',
};
