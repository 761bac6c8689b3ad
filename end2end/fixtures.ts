import { AxeBuilder } from "@axe-core/playwright";
import { type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import { timeInteractions } from "./interactions";

/** What a browser must not say. A test announces what it provokes: `problems.allow(/HTTP 401/)`. */
export class Problems {
  readonly #found: string[] = [];
  readonly #allowed: RegExp[] = [];

  allow(pattern: RegExp): void {
    this.#allowed.push(pattern);
  }

  watch(context: BrowserContext): void {
    context.on("console", (message) => {
      // A chunk of the screen that is preloaded and, on a slow machine or with JavaScript off, not compiled within seconds.
      if (/\.wasm was preloaded using link preload but not used/.test(message.text())) return;
      if (["error", "warning", "assert"].includes(message.type())) this.#add(`console ${message.type()}: ${message.text()}`);
    });
    context.on("weberror", (error) => this.#add(`page error: ${error.error().message}`));
    context.on("requestfailed", (request) => {
      const why = request.failure()?.errorText ?? "";
      // Leaving a page aborts its requests; with JavaScript off, "csp" refuses its module preloads. Both are as meant.
      if (!why.includes("ERR_ABORTED") && why !== "csp") this.#add(`request failed: ${request.url()} ${why}`);
    });
    context.on("response", (response) => {
      if (response.status() >= 400) this.#add(`HTTP ${response.status()}: ${response.request().method()} ${response.url()}`);
    });
  }

  unexpected(): string[] {
    return this.#found.filter((problem) => !this.#allowed.some((pattern) => pattern.test(problem)));
  }

  #add(problem: string): void {
    this.#found.push(problem);
  }
}

/** Every test fails on any console error or warning, uncaught exception, failed request or HTTP error. */
export const test = base.extend<{ problems: Problems }>({
  problems: [
    async ({ context }, use, info) => {
      const problems = new Problems();
      problems.watch(context);
      await timeInteractions(context, info);
      await use(problems);
      expect(problems.unexpected(), "what the browser said").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Waits until the WASM has taken over the page. */
export async function hydrated(page: Page): Promise<void> {
  await expect(page.locator("body[data-hydrated=true]")).toBeAttached();
}

/** No finding of axe, on the whole page or in what `within` selects; `without` names rules that authors' text may break. */
export async function accessible(page: Page, without: string[] = [], within?: string): Promise<void> {
  const axe = new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]).disableRules(without);
  const { violations } = await (within ? axe.include(within) : axe).analyze();
  const findings = violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id} (${rule.impact}): ${node.target.join(" ")}: ${node.failureSummary ?? rule.help}`),
  );
  expect(findings, "accessibility").toEqual([]);
}

/** Counts the layout's shifts from the first frame on; ask `layoutShift` for the sum. */
export async function watchLayoutShift(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const counted = window as unknown as { layoutShift: number };
    counted.layoutShift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) counted.layoutShift += (entry as unknown as { value: number }).value;
    }).observe({ type: "layout-shift", buffered: true });
  });
}

export async function layoutShift(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as { layoutShift: number }).layoutShift);
}
