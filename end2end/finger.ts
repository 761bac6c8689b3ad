import type { Page } from "@playwright/test";

interface Point {
  x: number;
  y: number;
}

/** One finger on the glass: Playwright itself only taps. The test needs `test.use({ hasTouch: true })`. */
export class Finger {
  private constructor(private readonly send: (type: string, points: Point[]) => Promise<unknown>) {}

  static async of(page: Page): Promise<Finger> {
    const wire = await page.context().newCDPSession(page);
    return new Finger((type, touchPoints) => wire.send("Input.dispatchTouchEvent", { type: type as "touchStart", touchPoints }));
  }

  async down(at: Point): Promise<void> {
    await this.send("touchStart", [at]);
  }

  async move(from: Point, to: Point): Promise<void> {
    const steps = 6;
    for (let step = 1; step <= steps; step++) {
      const part = step / steps;
      await this.send("touchMove", [{ x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }]);
    }
  }

  async up(): Promise<void> {
    await this.send("touchEnd", []);
  }
}
