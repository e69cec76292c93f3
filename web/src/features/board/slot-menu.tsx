import { Menu, type MenuItem } from '@/components/menu';
import type { AssignmentState } from '@/lib/api/types';
import { useText } from './locale';
import { keyOf, type BoardActions, type Found } from './use-board-actions';
import type { SlotChanges } from './use-slot-changes';

/** Everything that can be done with a slot, for pointer and keyboard: moving here needs no drag. */
export function SlotMenu(props: {
  anchor: Element;
  found: Found;
  mayEdit: boolean;
  changes: SlotChanges;
  actions: BoardActions;
  onAssign: () => void;
  onClose: () => void;
}) {
  const { anchor, found, mayEdit, changes, actions, onAssign, onClose } = props;
  const t = useText();
  const { date, slot } = found;
  const { clipboard } = actions;
  const mark = (state: AssignmentState, label: string): MenuItem[] =>
    slot.assignment && slot.assignment.state !== state
      ? [{ label, run: () => void changes.setState([found], state) }]
      : [];
  const items: MenuItem[] = [
    ...(mayEdit
      ? [
          { label: t('assign'), run: onAssign },
          ...mark('confirmed', t('markConfirmed')),
          ...mark('proposed', t('markProposed')),
          ...mark('declined', t('markDeclined')),
        ]
      : []),
    ...(slot.assignment ? [{ label: t('copyItem'), run: () => actions.copy(date, slot.id, false) }] : []),
    ...(slot.assignment && mayEdit ? [{ label: t('cutItem'), run: () => actions.copy(date, slot.id, true) }] : []),
    ...(clipboard && mayEdit
      ? [{ label: t('pasteItem', { helper: clipboard.helper.name }), run: () => actions.paste(date, slot.id) }]
      : []),
    ...(slot.assignment && mayEdit ? [{ label: t('clear'), run: () => actions.clear([keyOf(found)]) }] : []),
  ];
  if (items.length === 0) return null;
  return <Menu anchor={anchor} label={t('menu')} items={items} onClose={onClose} />;
}
