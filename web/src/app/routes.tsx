import { lazy, Suspense } from 'react';
import { Route, Routes, useLocation } from 'react-router';
import { ErrorBoundary } from '@/components/error-boundary';
import { Loading } from '@/components/states';
import { useSignedInName } from '@/lib/auth/auth-context';
import { Home } from './home';
import { NotFound } from './not-found';
import { Shell } from './shell';

// One line per screen: the page file of a feature has its component as default export and is loaded when needed.
const SignIn = lazy(() => import('@/features/sign-in/sign-in-page'));
const Invitation = lazy(() => import('@/features/sign-in/invitation-page'));
const SetUp = lazy(() => import('@/features/set-up/set-up-page'));
const Board = lazy(() => import('@/features/board/board-page'));
const Helpers = lazy(() => import('@/features/helpers/helpers-page'));
const NewHelper = lazy(() => import('@/features/helpers/new-helper-page'));
const Helper = lazy(() => import('@/features/helpers/helper-page'));
const Import = lazy(() => import('@/features/import/import-page'));
const Day = lazy(() => import('@/features/day/day-page'));
const My = lazy(() => import('@/features/my/my-page'));
const Settings = lazy(() => import('@/features/settings/settings-page'));
const Members = lazy(() => import('@/features/members/members-page'));
const Accounts = lazy(() => import('@/features/members/accounts-page'));
const Log = lazy(() => import('@/features/log/log-page'));

export function AppRoutes() {
  const name = useSignedInName();
  const { pathname } = useLocation();
  if (name === null) {
    return (
      <Suspense fallback={<Loading />}>
        <Routes>
          <Route path="/invitation" element={<Invitation />} />
          <Route path="*" element={<SignIn />} />
        </Routes>
      </Suspense>
    );
  }
  return (
    <Shell>
      <ErrorBoundary resetKey={pathname}>
        <Suspense fallback={<Loading />}>
          <Routes>
            <Route path="/" element={<Home />} />
            <Route path="/set-up" element={<SetUp />} />
            <Route path="/invitation" element={<Invitation />} />
            <Route path="/events/:event/board" element={<Board />} />
            <Route path="/events/:event/helpers" element={<Helpers />} />
            <Route path="/events/:event/helpers/new" element={<NewHelper />} />
            <Route path="/events/:event/helpers/:helper" element={<Helper />} />
            <Route path="/events/:event/import" element={<Import />} />
            <Route path="/events/:event/day/:date?" element={<Day />} />
            <Route path="/events/:event/my" element={<My />} />
            <Route path="/events/:event/settings" element={<Settings />} />
            <Route path="/events/:event/members" element={<Members />} />
            <Route path="/accounts" element={<Accounts />} />
            <Route path="/events/:event/log" element={<Log />} />
            <Route path="*" element={<NotFound />} />
          </Routes>
        </Suspense>
      </ErrorBoundary>
    </Shell>
  );
}
