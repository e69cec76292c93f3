import { useText } from './locale';
import type { MemberAccess } from './queries';

export const accesses: readonly MemberAccess[] = ['helper', 'runDirector', 'coordinator'];

export function useAccessNames(): Record<MemberAccess, string> {
  const t = useText();
  return { helper: t('accessHelper'), runDirector: t('accessRunDirector'), coordinator: t('accessCoordinator') };
}
