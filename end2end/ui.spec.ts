import type { Locator, Page } from "@playwright/test";

import { accessible, expect, hydrated, test } from "./fixtures";

// The house components by role, label and keyboard, on `/ui`, which shows each in all its states.

test.beforeEach(async ({ page }) => {
  await page.goto("/ui");
  await hydrated(page);
});

for (const [width, height] of [
  [1440, 900],
  [390, 844],
] as const) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`is accessible at ${width} in ${colorScheme}, closed and open`, async ({ page }) => {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await accessible(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), "nothing is wider than the page").toBe(0);

      await page.getByRole("button", { name: "Metric", exact: true }).click();
      await inside(page.getByRole("dialog", { name: "Metric" }));
      await accessible(page, [], '[role="dialog"]');
      await page.keyboard.press("Escape");

      await page.getByRole("button", { name: "More actions" }).click();
      await inside(page.getByRole("menu", { name: "More actions" }));
      await accessible(page, [], '[role="menu"]');
      await page.keyboard.press("Escape");

      await page.getByRole("combobox", { name: "Country" }).click();
      await inside(page.getByRole("listbox", { name: "Country" }));
      await accessible(page, [], '[role="listbox"]');
      await page.keyboard.press("Escape");

      await page.getByRole("button", { name: "Save chart…" }).click();
      await inside(page.getByRole("dialog", { name: "Save chart" }));
      await accessible(page, [], '[role="dialog"]');
      await page.keyboard.press("Escape");

      await page.getByRole("button", { name: "Failed" }).click();
      await inside(page.getByRole("status", { name: "Notifications" }));
      await accessible(page, [], '[role="status"]');
    });
  }
}

test("buttons: disabled ones say why, busy ones do nothing twice", async ({ page }) => {
  const clicks = page.getByLabel("Clicks");
  await page.getByRole("button", { name: "Plain", exact: true }).press("Enter");
  await expect(clicks).toHaveText("1");

  await expect(page.getByRole("button", { name: "Disabled", exact: true })).toBeDisabled();
  const save = page.locator("#buttons").getByRole("button", { name: "Save", exact: true });
  await expect(save).toBeDisabled();
  await page.keyboard.press("Tab");
  await tabTo(page, save);
  await expect(page.getByRole("tooltip")).toHaveText("Fill in a name first.");
  await expect(save).toHaveAccessibleDescription("Fill in a name first.");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Busy" }).press("Enter");
  await expect(clicks).toHaveText("1");

  const favorite = page.getByRole("button", { name: "Favorite" });
  await expect(favorite).toHaveAttribute("aria-pressed", "false");
  await favorite.press("Space");
  await expect(favorite).toHaveAttribute("aria-pressed", "true");
});

test("tooltips: on the pointer and on the focus, away on Escape", async ({ page }) => {
  const tooltip = page.getByRole("tooltip");
  await page.getByRole("button", { name: "Edit" }).hover();
  await expect(tooltip).toHaveText("Edit");
  // It can be read with the pointer on it.
  await tooltip.hover();
  await expect(tooltip).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(tooltip).toBeHidden();

  const manual = page.getByRole("link", { name: "Manual" });
  await page.getByRole("button", { name: "Settings" }).focus();
  await tabTo(page, manual);
  await expect(tooltip).toHaveText("Opens the manual.");
  await expect(manual).toHaveAccessibleDescription("Opens the manual.");
  await page.keyboard.press("Escape");
  await expect(tooltip).toBeHidden();
  await expect(manual).toBeFocused();
});

test("fields: label, hint and error belong to the input", async ({ page }) => {
  const name = page.getByRole("textbox", { name: "Name", exact: true });
  await expect(name).toHaveAccessibleDescription("Shown in lists.");
  await expect(name).toHaveAttribute("required");
  await name.fill("");
  await expect(name).toHaveAttribute("aria-invalid", "true");
  await expect(name).toHaveAccessibleDescription("Shown in lists. A name is needed.");
  await name.pressSequentially("Ales");
  await name.press("Home");
  await name.pressSequentially("S");
  await expect(page.getByLabel("Name's value")).toHaveText("SAles");

  const note = page.getByRole("textbox", { name: "Note", exact: true });
  await expect(note).toHaveValue("Two lines\n<b>& more</b>");
  await note.fill("<i>");
  await expect(page.getByLabel("Note's value")).toHaveText("<i>");
});

test("number: only numbers that fit are taken", async ({ page }) => {
  const limit = page.getByRole("spinbutton", { name: "Row limit" });
  const value = page.getByLabel("Row limit's value");
  await limit.press("ArrowUp");
  await expect(limit).toHaveValue("1100");
  await expect(value).toHaveText("1100");
  await limit.fill("ten");
  await limit.press("Enter");
  await expect(limit).toHaveAccessibleDescription("From 1 to 50000. “ten” is not a number.");
  await limit.fill("60000");
  await limit.press("Tab");
  await expect(limit).toHaveAccessibleDescription("From 1 to 50000. Enter a number from 1 to 50000.");
  await expect(value).toHaveText("1100");
  await limit.fill("");
  await limit.press("Tab");
  await expect(value).toHaveText("none");
  await expect(limit).not.toHaveAttribute("aria-invalid");
});

test("choices: boxes, switches and radio buttons, where the signal decides", async ({ page }) => {
  const totals = page.getByRole("checkbox", { name: "Show totals" });
  await expect(totals).toHaveAccessibleDescription("Adds one query.");
  await totals.press("Space");
  await expect(totals).not.toBeChecked();
  const fixed = page.getByRole("checkbox", { name: "Stays as it is" });
  await fixed.press("Space");
  await expect(fixed).toBeChecked();

  const published = page.getByRole("switch", { name: "Published" });
  await published.press("Space");
  await expect(published).toBeChecked();

  const order = page.getByRole("group", { name: "Order", exact: true });
  await order.getByRole("radio", { name: "Ascending" }).press("ArrowDown");
  await expect(order.getByRole("radio", { name: "Descending" })).toBeChecked();
  await expect(page.getByRole("group", { name: "Order, side by side" }).getByRole("radio", { name: "Descending" })).toBeChecked();
});

test("select: searched and chosen by keyboard", async ({ page }) => {
  const country = page.getByRole("combobox", { name: "Country", exact: true });
  const value = page.getByLabel("Country's value");
  await country.press("ArrowDown");
  await expect(country).toHaveAttribute("aria-expanded", "true");
  const search = page.getByRole("combobox", { name: "Search Country" });
  await expect(search).toBeFocused();
  await search.pressSequentially("land");
  await expect(page.getByRole("option")).toHaveText(["Iceland"]);
  await expectActive(page, search, "Iceland");
  await search.press("Enter");
  await expect(value).toHaveText("Iceland");
  await expect(country).toHaveText("Iceland");
  await expect(country).toBeFocused();

  // It opens at what is chosen, and Escape chooses nothing.
  await country.press("Enter");
  await expectActive(page, search, "Iceland");
  await expect(page.getByRole("option", { name: "Iceland" })).toHaveAttribute("aria-selected", "true");
  await search.press("ArrowDown");
  await expectActive(page, search, "Japan");
  await search.press("Escape");
  await expect(country).toBeFocused();
  await expect(value).toHaveText("Iceland");

  await expect(search).toHaveCount(0);
  await country.press("Enter");
  await search.pressSequentially("xyz");
  await expect(page.locator("#selects").getByText("Nothing found")).toBeVisible();
  await search.press("Tab");
  await expect(page.getByRole("listbox")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Clear Country" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(value).toHaveText("none");
});

test("select: a short list takes the keys itself", async ({ page }) => {
  const grain = page.getByRole("combobox", { name: "Time grain" });
  await expect(grain).toHaveText("Day");
  await grain.press("Enter");
  const list = page.getByRole("listbox", { name: "Time grain" });
  await expect(list).toBeFocused();
  await expectActive(page, list, "Day");
  await list.press("End");
  await expectActive(page, list, "Year");
  // What is disabled is passed over.
  await list.press("ArrowUp");
  await expectActive(page, list, /^Week/);
  await list.press("h");
  await expectActive(page, list, "Hour");
  await list.press("Space");
  await expect(grain).toHaveText("Hour");
  await expect(grain).toBeFocused();
  await expect(page.getByLabel("Time grain's value")).toHaveText("PT1H");
});

test("select: by pointer, in a long list", async ({ page }) => {
  await page.getByRole("combobox", { name: "Column" }).click();
  await expect(page.getByText("1000 more. Type to find them.")).toBeVisible();
  await page.getByRole("combobox", { name: "Search Column" }).fill("column 1199");
  await page.getByRole("option", { name: "Column 1199" }).click();
  await expect(page.getByLabel("Country's value")).toHaveText("Column 1199");
  await expect(page.getByRole("combobox", { name: "Column" })).toHaveText("Column 1199");
});

test("combobox: takes what was typed, and suggestions that were moved to", async ({ page }) => {
  const origin = page.getByRole("combobox", { name: "Origin" });
  const value = page.getByLabel("Origin's value");
  await origin.pressSequentially("Fr");
  await expect(page.getByRole("option")).toHaveText(["France"]);
  await origin.press("Enter");
  await expect(value).toHaveText("Fr");
  await expect(origin).toHaveAttribute("aria-expanded", "false");
  await origin.press("ArrowDown");
  await expectActive(page, origin, "France");
  await origin.press("Enter");
  await expect(origin).toHaveValue("France");
  await expect(value).toHaveText("France");
  await origin.press("ArrowDown");
  await expect(origin).toHaveAttribute("aria-expanded", "true");
  await origin.press("Escape");
  await expect(origin).toHaveAttribute("aria-expanded", "false");
  await expect(origin).toHaveValue("France");
});

test("multi-select: pills come and go by keyboard", async ({ page }) => {
  const visited = page.getByRole("combobox", { name: "Visited" });
  const value = page.getByLabel("Visited's value");
  await visited.pressSequentially("ger");
  await expectActive(page, visited, "Germany");
  await visited.press("Enter");
  await expect(value).toHaveText("Canada, Japan, Germany");
  await expect(visited).toHaveValue("");
  await visited.press("Backspace");
  await expect(value).toHaveText("Canada, Japan");
  await page.getByRole("button", { name: "Remove Canada" }).press("Enter");
  await expect(value).toHaveText("Japan");
  await expect(visited).toBeFocused();

  const tags = page.getByRole("combobox", { name: "Tags" });
  await tags.pressSequentially("north,");
  await tags.pressSequentially("south");
  await tags.press("Enter");
  await tags.pressSequentially("east");
  await tags.press("Tab");
  await expect(page.getByLabel("Tags' value")).toHaveText("north, south, east");

  const elsewhere = page.getByRole("combobox", { name: "Searched elsewhere" });
  await elsewhere.pressSequentially("q");
  await page.getByRole("option", { name: "q2" }).click();
  await expect(page.getByRole("button", { name: "Remove q2" })).toBeVisible();
});

test("menu: arrows, letters, Enter, Escape and Tab", async ({ page }) => {
  const button = page.getByRole("button", { name: "More actions" });
  const chosen = page.getByLabel("Chosen");
  await button.press("Enter");
  const item = (name: string) => page.getByRole("menuitem", { name });
  await expect(button).toHaveAttribute("aria-expanded", "true");
  await expect(item("Copy")).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(item("Delete")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("d");
  await expect(item("Download")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(chosen).toHaveText("download");
  await expect(page.getByRole("menu")).toHaveCount(0);
  await expect(button).toBeFocused();

  await button.press("ArrowDown");
  await expect(item("Copy")).toBeFocused();
  const grid = page.getByRole("menuitemcheckbox", { name: "Show grid" });
  await expect(grid).toBeChecked();
  await grid.press("Space");
  await button.press("Enter");
  await expect(grid).not.toBeChecked();

  // What cannot be chosen says why, and stays.
  await page.keyboard.press("r");
  await expect(page.getByRole("menuitem", { name: "Restore" })).toContainText("Nothing to restore");
  await page.keyboard.press("Enter");
  await expect(chosen).toHaveText("download");
  await page.keyboard.press("Escape");
  await expect(button).toBeFocused();
  await button.press("Enter");
  await expect(item("Copy")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("menu")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Create" })).toBeFocused();
});

test("popover: the focus goes in and back; a select in it closes alone", async ({ page }) => {
  const button = page.getByRole("button", { name: "Metric", exact: true });
  await expect(page.getByLabel("Metric's name")).toHaveCount(0);
  await button.click();
  await expect(page.getByRole("textbox", { name: "Metric's name" })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("listbox", { name: "Metric's kind" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("listbox")).toHaveCount(0);
  await expect(page.getByRole("combobox", { name: "Metric's kind" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(button).toBeFocused();

  await button.click();
  await expect(page.getByRole("dialog", { name: "Metric" })).toBeVisible();
  await page.getByRole("heading", { name: "Popovers, menus, tooltips" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("dialog: modal, named, and the focus comes back", async ({ page }) => {
  const button = page.getByRole("button", { name: "Save chart…" });
  await button.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Save chart" });
  const name = dialog.getByRole("textbox", { name: "Chart name" });
  await expect(name).toBeFocused();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByRole("alert")).toHaveText("It could not be saved: it has no name.");

  // A list in it closes alone, and the focus never leaves.
  await dialog.getByRole("combobox", { name: "Dashboard" }).press("Enter");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeVisible();
  for (let presses = 0; presses < 12; presses++) {
    await page.keyboard.press("Tab");
    const where = await page.evaluate(() => (document.activeElement === document.body ? "the browser" : document.activeElement?.closest("dialog") ? "inside" : "outside"));
    expect(where).not.toBe("outside");
  }
  await name.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(button).toBeFocused();
  await expect(page.getByLabel("Dismissed")).toHaveText("1");

  await button.press("Enter");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(button).toBeFocused();
  await expect(page.getByLabel("Dismissed")).toHaveText("1");
});

test("a question before something is deleted; drawers", async ({ page }) => {
  await page.getByRole("button", { name: "Delete…" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete chart?" });
  await dialog.getByRole("button", { name: "Delete chart" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByLabel("Deleted")).toHaveText("true");

  await page.getByRole("button", { name: "Right drawer…" }).click();
  const drawer = page.getByRole("dialog", { name: "Details" });
  const box = await drawer.boundingBox();
  expect(Math.round((box?.x ?? 0) + (box?.width ?? 0))).toBe(page.viewportSize()?.width);
  await drawer.getByRole("button", { name: "Close" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("toasts: read out, moving nothing, waiting while they are looked at", async ({ page }) => {
  await page.clock.install();
  const region = page.getByRole("status", { name: "Notifications" });
  const height = () => page.evaluate(() => document.documentElement.scrollHeight);
  const before = await height();
  await page.getByRole("button", { name: "Deleted" }).click();
  await expect(region).toContainText("Chart deleted.");
  expect(await height()).toBe(before);

  await page.keyboard.press("F8");
  await expect(region.getByRole("button", { name: "Undo" })).toBeFocused();
  await page.clock.fastForward(60_000);
  await expect(region).toContainText("Chart deleted.");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Undone")).toHaveText("true");
  await expect(region).not.toContainText("Chart deleted.");

  await page.getByRole("button", { name: "Saved" }).click();
  await page.getByRole("button", { name: "Failed" }).click();
  await expect(region).toContainText("Dashboard saved.");
  await page.mouse.move(0, 0);
  await page.clock.fastForward(10_000);
  await expect(region).not.toContainText("Dashboard saved.");
  // What went wrong waits.
  await expect(region).toContainText("The database did not answer.");
  await region.getByRole("button", { name: "Dismiss" }).click();
  await expect(region).toBeEmpty();
});

test("tabs: arrows select, and only what is selected exists", async ({ page }) => {
  const tab = (name: string) => page.getByRole("tab", { name });
  await tab("Results").press("ArrowRight");
  await expect(tab("Samples")).toBeFocused();
  await expect(tab("Samples")).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("tabpanel", { name: "Samples" })).toHaveText("A thousand rows.");
  await expect(page.getByText("Twelve rows.")).toHaveCount(0);
  await tab("SQL").click();
  const kept = page.getByRole("textbox", { name: "Kept text" });
  await kept.fill("select 1");
  await tab("SQL").press("Home");
  await expect(page.getByText("Twelve rows.")).toBeVisible();
  await expect(kept).toBeHidden();
  await tab("Results").press("End");
  await expect(kept).toHaveValue("select 1");
});

/** The line that `aria-activedescendant` names. */
async function expectActive(page: Page, owner: Locator, name: string | RegExp): Promise<void> {
  await expect(async () => {
    const id = await owner.getAttribute("aria-activedescendant");
    expect(id).toBeTruthy();
    await expect(page.locator(`[id="${id}"]`)).toHaveText(name, { timeout: 100 });
  }).toPass();
}

async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 20; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  await expect(target).toBeFocused();
}

/** It opened, and wholly in sight. */
async function inside(element: Locator): Promise<void> {
  await expect(element).toBeInViewport({ ratio: 1 });
}
