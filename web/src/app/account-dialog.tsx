import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { Choice } from '@/components/choice';
import { Dialog } from '@/components/dialog';
import { Icon } from '@/components/icon';
import { useWaiting } from '@/lib/api/waiting';
import type { Me } from '@/lib/api/types';
import { useAuth } from '@/lib/auth/auth-context';
import { chooseLanguage } from '@/lib/i18n';
import { paths } from '@/lib/paths';
import { signOut } from '@/lib/sign-out';
import { chooseTheme, useThemeChoice } from '@/lib/theme';
import { useLanguage } from '@/lib/use-language';
import classes from './account-dialog.module.css';
import { useText } from './locale';

/** Language, colours, sign-out, and what an administrator has beyond events. */
export function AccountDialog(props: {
  opened: boolean;
  onClose: () => void;
  me: Me | undefined;
  /** The event whose settings the account may change. */
  settingsOf: string | undefined;
}) {
  const { opened, onClose, me, settingsOf } = props;
  const t = useText();
  const auth = useAuth();
  const language = useLanguage();
  const themeChoice = useThemeChoice();
  const waiting = useWaiting().filter(({ refusal }) => !refusal).length;
  return (
    <Dialog title={me?.account.name ?? t('more')} opened={opened} onClose={onClose}>
      <div className={classes.list}>
        <Choice
          legend={t('language')}
          value={language}
          onChange={(next) => void chooseLanguage(next)}
          options={[
            { value: 'en', label: 'English' },
            { value: 'de', label: 'Deutsch' },
          ]}
        />
        <Choice
          legend={t('theme')}
          value={themeChoice}
          onChange={chooseTheme}
          options={[
            { value: 'system', label: t('themeSystem') },
            { value: 'light', label: t('themeLight') },
            { value: 'dark', label: t('themeDark') },
          ]}
        />
        {(settingsOf || me?.access === 'admin') && (
          <div className={classes.links}>
            {settingsOf && (
              <Link to={paths.settings(settingsOf)} onClick={onClose}>
                {t('settings')}
              </Link>
            )}
            {me?.access === 'admin' && (
              <Link to={paths.setUp()} onClick={onClose}>
                {t('newEvent')}
              </Link>
            )}
            {me?.access === 'admin' && me.builtInSignIn && (
              <Link to={paths.accounts()} onClick={onClose}>
                {t('accounts')}
              </Link>
            )}
          </div>
        )}
        {waiting > 0 && (
          <p>
            <Icon name="warning" /> {t('signOutDrops', { count: waiting })}
          </p>
        )}
        <Button variant="default" onClick={() => void signOut(auth)}>
          {t('signOut')}
        </Button>
      </div>
    </Dialog>
  );
}
