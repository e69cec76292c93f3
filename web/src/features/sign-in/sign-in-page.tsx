import { Button } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'react-router';
import { Choice } from '@/components/choice';
import controls from '@/components/controls.module.css';
import { Page } from '@/components/page';
import { useProblemText } from '@/components/use-problem-text';
import { useAuth } from '@/lib/auth/auth-context';
import { chooseLanguage } from '@/lib/i18n';
import { useLanguage } from '@/lib/use-language';
import { useText } from './locale';
import classes from './sign-in-page.module.css';

/** What the product is, and one button. Comes back to the address that was asked for. */
export default function SignInPage() {
  const t = useText();
  const auth = useAuth();
  const language = useLanguage();
  const problemText = useProblemText();
  const { pathname, search } = useLocation();
  const [state, setState] = useState<'ready' | 'leaving' | { failed: unknown }>('ready');

  const signIn = () => {
    setState('leaving');
    auth.login(pathname + search).catch((error: unknown) => setState({ failed: error }));
  };

  return (
    <Page title={t('title')} narrow>
      <div className={classes.content}>
        <p>{t('what')}</p>
        <Button size="md" loading={state === 'leaving'} onClick={signIn}>
          {t('signIn')}
        </Button>
        {typeof state === 'object' && <p role="alert">{problemText(state.failed)}</p>}
        <p className={controls.hint}>{t('firstTime')}</p>
        <Choice
          legend={t('language')}
          value={language}
          onChange={(next) => void chooseLanguage(next)}
          options={[
            { value: 'en', label: 'English' },
            { value: 'de', label: 'Deutsch' },
          ]}
        />
      </div>
    </Page>
  );
}
