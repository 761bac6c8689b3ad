import { appendFileSync } from "node:fs";
import type { BrowserContext, Page, TestInfo } from "@playwright/test";

/** How much slower than this machine the CPU is made while interactions are timed. */
const SLOWDOWN = 4;

interface Interaction {
  /** The document, by the time it began. */
  page: number;
  id: number;
  event: string;
  /** From the input to the next paint, in ms, rounded to 8 by the browser. */
  duration: number;
  target: string;
}

/**
 * Writes the browser's own event timings as lines of JSON into the file that `SEXTANT_INTERACTIONS` names, with the CPU slowed;
 * `bench/interactions.mjs` reads them. Without that variable nothing is slowed and nothing is written.
 */
export async function timeInteractions(context: BrowserContext, info: TestInfo): Promise<void> {
  const file = process.env.SEXTANT_INTERACTIONS;
  if (!file) return;
  info.setTimeout(info.timeout * SLOWDOWN);
  await context.exposeBinding("sextantInteraction", (_source, interaction: Interaction) => {
    appendFileSync(file, `${JSON.stringify({ test: info.titlePath.slice(0, 2).join(": "), ...interaction })}\n`);
  });
  await context.addInitScript(() => {
    const told = window as unknown as { sextantInteraction: (interaction: Interaction) => void };
    const name = (target: Node | null) => {
      if (!(target instanceof Element)) return "";
      return `${target.tagName.toLowerCase()}.${target.classList.value.replaceAll(" ", ".")} ${target.ariaLabel ?? ""}`;
    };
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEventTiming & { interactionId: number })[]) {
        if (!entry.interactionId) continue;
        const { interactionId: id, name: event, duration, target } = entry;
        told.sextantInteraction({ page: performance.timeOrigin, id, event, duration, target: name(target) });
      }
    }).observe({ type: "event", durationThreshold: 16, buffered: true } as PerformanceObserverInit);
  });
  const slow = async (page: Page) => {
    const wire = await context.newCDPSession(page);
    await wire.send("Emulation.setCPUThrottlingRate", { rate: SLOWDOWN });
  };
  context.on("page", (page) => void slow(page));
}
