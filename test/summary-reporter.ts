import { writeFileSync } from 'node:fs';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

export interface TestSummary {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly { readonly test: string; readonly reason: string }[];
}

/** Writes counts and reasons of skips to $TEST_SUMMARY, for the closing line of scripts/test.mjs. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const tests: TestCase[] = modules.flatMap((module) => [...module.children.allTests()]);
    const ended = (state: string) => tests.filter((test) => test.result().state === state);
    const summary: TestSummary = {
      passed: ended('passed').length,
      failed:
        ended('failed').length +
        errors.length +
        modules.filter((module) => module.errors().length > 0).length,
      skipped: ended('skipped').map((test) => ({
        test: `${test.module.relativeModuleId}: ${test.fullName}`,
        reason: reasonOf(test),
      })),
    };
    const path = process.env['TEST_SUMMARY'];
    if (path) writeFileSync(path, JSON.stringify(summary));
  }
}

function reasonOf(test: TestCase): string {
  const result = test.result();
  return (result.state === 'skipped' && result.note) || 'no reason given';
}
