import type { SameTexts } from '@/lib/i18n';
import type { en } from './locale.en';

export const de: SameTexts<typeof en> = {
  title: 'Neue Veranstaltung',
  what: 'Eine Veranstaltung ist ein parkrun-Ort mit eigenem Team. Du koordinierst sie.',
  name: 'Name',
  nameHint: 'Zum Beispiel Monrepos parkrun',
  id: 'Adresse',
  idHint: 'Kleinbuchstaben, Ziffern und Bindestriche. Sie bleibt für immer.',
  series: 'Serie',
  series5k: '5k, samstags',
  seriesJunior: 'junior, sonntags',
  country: 'Land',
  countryHint: 'Zwei Buchstaben, zum Beispiel DE. Daraus folgen die besonderen Tage.',
  timeZone: 'Zeitzone',
  create: 'Veranstaltung anlegen',
  created: '{{name}} ist angelegt.',
  taken: 'Eine Veranstaltung mit dieser Adresse gibt es schon.',
  faultNeeded: 'Fehlt noch.',
  faultId: 'Nur Kleinbuchstaben, Ziffern und einzelne Bindestriche.',
  faultCountry: 'Zwei Großbuchstaben.',
  faultValue: 'Dieser Wert passt nicht.',
};
