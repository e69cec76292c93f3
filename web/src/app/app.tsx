import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { BrowserRouter } from 'react-router';
import { AnnouncerProvider } from '@/components/announcer';
import { IconSprite } from '@/components/icon';
import { NoticesProvider } from '@/components/notices';
import { setTransport } from '@/lib/api/client';
import { createTransport } from '@/lib/api/transport';
import type { AuthClient } from '@/lib/auth/auth-client';
import { AuthProvider } from '@/lib/auth/auth-context';
import { session } from '@/lib/auth/session';
import { createQueryClient } from '@/lib/query-client';
import { useTheme } from '@/lib/theme';
import { AppRoutes } from './routes';
import { SignedOutDialog } from './signed-out-dialog';
import { theme } from './theme';

/** Everything below the sign-in: providers, then the routes. */
export function App({ auth }: { auth: AuthClient }) {
  const [queryClient] = useState(() => {
    setTransport(createTransport(auth, session.end));
    return createQueryClient();
  });
  return (
    <MantineProvider
      theme={theme}
      forceColorScheme={useTheme()}
      withCssVariables={false}
      withGlobalClasses={false}
      deduplicateCssVariables={false}
    >
      <IconSprite />
      <AuthProvider client={auth}>
        <QueryClientProvider client={queryClient}>
          <AnnouncerProvider>
            <NoticesProvider>
              <BrowserRouter>
                <AppRoutes />
                <SignedOutDialog />
              </BrowserRouter>
            </NoticesProvider>
          </AnnouncerProvider>
        </QueryClientProvider>
      </AuthProvider>
    </MantineProvider>
  );
}
