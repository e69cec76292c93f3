import type { FullConfig, Reporter, Suite, TestCase } from '@playwright/test/reporter';

/** Names the journeys that passed only when they were tried again. */
export default class FlakyReporter implements Reporter {
  private root: Suite | undefined;

  onBegin(_config: FullConfig, root: Suite) {
    this.root = root;
  }

  onEnd() {
    const flaky: TestCase[] = this.root?.allTests().filter((test) => test.outcome() === 'flaky') ?? [];
    for (const test of flaky) {
      process.stdout.write(`FLAKY: ${test.titlePath().filter(Boolean).join(' > ')}\n`);
    }
  }

  printsToStdio() {
    return false;
  }
}
