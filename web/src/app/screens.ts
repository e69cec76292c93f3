import type { IconName } from '@/components/icon';
import type { Access, Me, MyEvent } from '@/lib/api/types';
import { paths } from '@/lib/paths';

export type ScreenName = 'board' | 'day' | 'helpers' | 'my' | 'log' | 'settings';

/** The screens of an event, each with the accesses that see it, most used first. */
const ofEvent: readonly { screen: ScreenName; icon: IconName; seenBy: readonly Access[] }[] = [
  { screen: 'board', icon: 'board', seenBy: ['runDirector', 'coordinator', 'admin'] },
  { screen: 'day', icon: 'day', seenBy: ['helper', 'runDirector', 'coordinator', 'admin'] },
  { screen: 'helpers', icon: 'helpers', seenBy: ['runDirector', 'coordinator', 'admin'] },
  { screen: 'my', icon: 'my', seenBy: ['helper', 'runDirector', 'coordinator', 'admin'] },
  { screen: 'log', icon: 'log', seenBy: ['coordinator', 'admin'] },
  { screen: 'settings', icon: 'settings', seenBy: ['coordinator', 'admin'] },
];

/** Whether the account plans the event: its directory, settings and members. */
export const mayPlan = ({ access }: MyEvent): boolean => access === 'coordinator' || access === 'admin';

export const screensOf = ({ access }: MyEvent) => ofEvent.filter(({ seenBy }) => seenBy.includes(access));

/** Where an event opens: helpers have no board. */
export const startOf = ({ id, access }: MyEvent): string => (access === 'helper' ? paths.my(id) : paths.board(id));

export interface Destination {
  name: ScreenName | 'newHelper' | 'import' | 'members' | 'newEvent' | 'accounts';
  icon: IconName;
  to: string;
}

/** Every screen that the account may open from here; those of the navigation first. */
export function destinationsFor(me: Me, event: MyEvent | undefined): Destination[] {
  return [
    ...(event ? screensOf(event).map(({ screen, icon }) => ({ name: screen, icon, to: paths[screen](event.id) })) : []),
    ...(event && mayPlan(event)
      ? ([
          { name: 'newHelper', icon: 'add', to: paths.helper(event.id, 'new') },
          { name: 'import', icon: 'helpers', to: paths.import(event.id) },
          { name: 'members', icon: 'members', to: paths.members(event.id) },
        ] as const)
      : []),
    ...(me.access === 'admin' ? ([{ name: 'newEvent', icon: 'add', to: paths.setUp() }] as const) : []),
    ...(me.access === 'admin' && me.builtInSignIn
      ? ([{ name: 'accounts', icon: 'members', to: paths.accounts() }] as const)
      : []),
  ];
}
