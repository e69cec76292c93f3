/** Every address of the product, with a builder for each; routes are in app/routes.tsx. */
const event = (slug: string) => `/events/${encodeURIComponent(slug)}`;

export const paths = {
  home: () => '/',
  setUp: () => '/set-up',
  invitation: () => '/invitation',
  accounts: () => '/accounts',
  board: (slug: string) => `${event(slug)}/board`,
  helpers: (slug: string) => `${event(slug)}/helpers`,
  helper: (slug: string, helper: string) => `${event(slug)}/helpers/${encodeURIComponent(helper)}`,
  import: (slug: string) => `${event(slug)}/import`,
  day: (slug: string, date?: string) => `${event(slug)}/day${date ? `/${date}` : ''}`,
  my: (slug: string) => `${event(slug)}/my`,
  log: (slug: string) => `${event(slug)}/log`,
  settings: (slug: string) => `${event(slug)}/settings`,
  members: (slug: string) => `${event(slug)}/members`,
};
