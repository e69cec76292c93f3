import { Button } from '@mantine/core';
import { useText } from './locale';
import type { Row } from './plan';
import { reportCsv } from './report-csv';

/** Downloads the rows that were not taken, each with its line and reason. */
export function ReportButton({ rows }: { rows: readonly { line: number; values: Row['values']; reason: string }[] }) {
  const t = useText();
  const download = () => {
    const text = reportCsv(
      [t('columnLine'), t('columnName'), t('columnId'), t('columnReason')],
      rows.map(({ line, values, reason }) => ({
        line,
        name: values?.name ?? '',
        parkrunId: values?.parkrunNumber === undefined ? '' : `A${values.parkrunNumber}`,
        reason,
      })),
    );
    const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = t('reportFile');
    link.click();
    URL.revokeObjectURL(address);
  };
  return (
    <Button variant="default" onClick={download}>
      {t('download')}
    </Button>
  );
}
