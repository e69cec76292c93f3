import { Page } from '@/components/page';
export default function SetUpPage() {
  return (
    <Page title="Set-up">
      <p />
    </Page>
  );
}
