import { expect, type Locator, type Page } from "@playwright/test";

/** How a person works a page. Both hands do the same journey. */
export interface Hand {
  readonly name: string;
  press(on: Locator): Promise<void>;
  write(into: Locator, text: string): Promise<void>;
  /** Into a code editor, over what is there. */
  code(into: Locator, text: string): Promise<void>;
  /** From a list that opens under a field. */
  choose(field: Locator, option: string): Promise<void>;
  /** A tab among its neighbours. */
  tab(tab: Locator): Promise<void>;
  /** A thing that can be dragged, onto a place that takes it; `name` is what the place is called. */
  drag(thing: Locator, place: Locator, name: string): Promise<void>;
}

export class Pointer implements Hand {
  readonly name = "pointer";
  constructor(private readonly page: Page) {}

  async press(on: Locator): Promise<void> {
    await on.click();
  }

  async write(into: Locator, text: string): Promise<void> {
    await into.click();
    await into.fill(text);
  }

  async code(into: Locator, text: string): Promise<void> {
    await into.click();
    await overwrite(this.page, text);
  }

  async choose(field: Locator, option: string): Promise<void> {
    await field.click();
    await this.page.getByRole("option", { name: option, exact: true }).click();
  }

  async tab(tab: Locator): Promise<void> {
    await tab.click();
  }

  async drag(thing: Locator, place: Locator): Promise<void> {
    await place.scrollIntoViewIfNeeded();
    await thing.scrollIntoViewIfNeeded();
    const [from, to] = [await box(thing), await box(place)];
    const y = to.y + to.height / 2;
    await this.page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
    await this.page.mouse.down();
    await this.page.mouse.move(to.x + to.width / 2, y, { steps: 10 });
    await this.page.mouse.move(to.x + to.width / 2 + 1, y, { steps: 2 });
    await this.page.mouse.up();
  }
}

/** No pointer at all: things are reached by the Tab key, as a person without a mouse reaches them. */
export class Keyboard implements Hand {
  readonly name = "keyboard";
  constructor(private readonly page: Page) {}

  async press(on: Locator): Promise<void> {
    await this.reach(on);
    await this.page.keyboard.press(await this.keyFor(on));
  }

  async write(into: Locator, text: string): Promise<void> {
    await this.reach(into);
    await overwrite(this.page, text);
  }

  async code(into: Locator, text: string): Promise<void> {
    await this.write(into, text);
    // The list of completions would take the next Escape or Enter.
    await this.page.keyboard.press("Escape");
  }

  async choose(field: Locator, option: string): Promise<void> {
    await this.reach(field);
    await this.page.keyboard.press("ArrowDown");
    await expect(this.page.getByRole("option", { name: option, exact: true })).toBeVisible();
    // What is a button opens a search field of its own.
    if (await field.first().evaluate((one) => one instanceof HTMLButtonElement)) await expect(field.first()).not.toBeFocused();
    await this.page.keyboard.type(option);
    const wanted = this.page.getByRole("option", { name: option, exact: true });
    for (let step = 0; step < 20 && !(await this.isActive(wanted)); step++) await this.page.keyboard.press("ArrowDown");
    await this.page.keyboard.press("Enter");
  }

  /** The line of a list that Enter takes; the focus stays in the field. */
  private async isActive(option: Locator): Promise<boolean> {
    await expect(option).toBeVisible();
    return option.evaluate((one) => document.activeElement?.getAttribute("aria-activedescendant") === one.id);
  }

  /** One stop for all of them; the arrows select. */
  async tab(tab: Locator): Promise<void> {
    const list = tab.locator("xpath=ancestor::*[@role='tablist'][1]");
    await this.reach(list.getByRole("tab", { selected: true }));
    for (let step = 0; step < 20 && !(await isFocused(tab)); step++) await this.page.keyboard.press("ArrowRight");
    await expect(tab).toBeFocused();
  }

  async drag(thing: Locator, _place: Locator, name: string): Promise<void> {
    await this.reach(thing);
    await this.page.keyboard.press("Space");
    const status = this.page.locator("#drag-status");
    await expect(status).toContainText("Picked up");
    for (let step = 0; step < 60; step++) {
      const before = await status.textContent();
      if (before?.startsWith(`Over ${name}`)) break;
      await this.page.keyboard.press(step === 0 ? "Home" : "ArrowDown");
      // It is told once the key is done; at the last place nothing more is.
      await expect(status).not.toHaveText(before ?? "", { timeout: 1_000 }).catch(() => {});
    }
    await expect(status).toContainText(`Over ${name}`);
    await this.page.keyboard.press("Space");
    await expect(status).toContainText("Dropped");
  }

  /** Links and buttons take Enter; boxes and switches take the space bar. */
  private async keyFor(on: Locator): Promise<string> {
    const isBox = await on.evaluate((one) => one.matches("input[type=checkbox], input[type=radio], [role=switch]"));
    return isBox ? "Space" : "Enter";
  }

  private async reach(goal: Locator): Promise<void> {
    await expect(goal).toBeVisible();
    for (let step = 0; step < 250; step++) {
      if (await isFocused(goal)) return;
      await this.page.keyboard.press("Tab");
    }
    throw new Error(`the Tab key never comes to ${goal}`);
  }
}

async function overwrite(page: Page, text: string): Promise<void> {
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(text);
}

async function isFocused(goal: Locator): Promise<boolean> {
  return goal.first().evaluate((one) => one === document.activeElement);
}

async function box(of: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const found = await of.boundingBox();
  if (!found) throw new Error(`${of} is not drawn`);
  return found;
}
