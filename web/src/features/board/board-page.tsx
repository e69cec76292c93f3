import { Page } from '@/components/page';
export default function BoardPage() {
  return (
    <Page title="Board">
      <p />
    </Page>
  );
}
