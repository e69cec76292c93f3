import './styles/index.css';
import { createRoot } from 'react-dom/client';
import { fetchAuthConfig } from '@/lib/auth/config';
import { chooseLanguage, currentLanguage } from '@/lib/i18n';
import { App } from './app';
import { StartFailed } from './start-failed';

async function start(): Promise<void> {
  const root = createRoot(document.getElementById('root')!);
  await chooseLanguage(currentLanguage());
  try {
    const [config, { createMsalAuthClient }] = await Promise.all([
      fetchAuthConfig(),
      import('@/lib/auth/msal-auth-client'),
    ]);
    const auth = createMsalAuthClient(config);
    await auth.init();
    root.render(<App auth={auth} />);
  } catch {
    root.render(<StartFailed />);
  }
}

void start();
