import type { Page } from "@playwright/test";
import { fillSignIn } from "./actions";
import { accessible, expect, hydrated, test } from "./fixtures";

/** The same name in two runs would be taken. */
const suffix = Date.now().toString(36);

async function open(page: Page, path: string, heading: string): Promise<void> {
  await page.goto(path);
  await hydrated(page);
  await expect(page.getByRole("heading", { name: heading, level: 1 })).toBeVisible();
}

test("adds a user, tells what is wrong, changes and takes back, and deletes", async ({ page }) => {
  const username = `anna-${suffix}`;
  await open(page, "/users", "Users");
  await accessible(page);
  await page.getByRole("button", { name: "New user" }).click();
  const dialog = page.getByRole("dialog", { name: "New user" });
  await dialog.getByLabel("Username").fill(username);
  await dialog.getByLabel("First name").fill("Anna");
  await dialog.getByLabel("E-mail").fill("nowhere@");
  await dialog.getByLabel("Password").fill("short");
  await dialog.getByRole("combobox", { name: "Roles" }).fill("Gam");
  await page.getByRole("option", { name: "Gamma" }).click();
  await page.keyboard.press("Escape");
  await dialog.getByLabel("E-mail").fill("nowhere@x y");
  await dialog.getByRole("button", { name: "Add user" }).click();
  await expect(dialog.getByText("A password has at least 8 characters.")).toBeVisible();
  await accessible(page);
  await dialog.getByLabel("E-mail").fill("anna@example.org");
  await dialog.getByLabel("Password").fill("a long password");
  await dialog.getByRole("button", { name: "Add user" }).click();
  await expect(dialog).toBeHidden();

  await page.getByRole("searchbox").fill(username);
  const row = page.getByRole("row", { name: username });
  await expect(row).toContainText("Gamma");
  await row.getByRole("button", { name: username, exact: true }).click();
  const edit = page.getByRole("dialog", { name: `Edit ${username}` });
  await edit.getByRole("switch", { name: "May sign in" }).click();
  await edit.getByRole("button", { name: "Save" }).click();
  await expect(row).toContainText("Deactivated");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(row).toContainText("Active");

  await row.getByRole("button", { name: `Actions for ${username}` }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Delete user" }).click();
  await expect(page.getByText(`No user matches “${username}”.`)).toBeVisible();
});

test("makes a role, grants a dataset and a database, and shows what it may", async ({ page }) => {
  const name = `Sales ${suffix}`;
  await open(page, "/roles", "Roles");
  await accessible(page);
  await page.getByRole("button", { name: "New role" }).click();
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Add role" }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();

  const save = page.getByRole("button", { name: "Save grants" });
  await expect(save).toBeDisabled();
  const database = page.getByRole("checkbox", { name: /\(database\)$/ }).first();
  await database.check();
  await save.click();
  await expect(page.getByText("The grants were saved.")).toBeVisible();
  await page.reload();
  await hydrated(page);
  await expect(database).toBeChecked();
  await accessible(page);

  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Delete role" }).click();
  await expect(page).toHaveURL(/\/roles$/);
  await expect(page.getByRole("link", { name })).toBeHidden();
});

test("the log is filtered by the address and opens changes in place", async ({ page }) => {
  await open(page, "/log", "Log");
  await accessible(page);
  await page.getByRole("combobox", { name: "Kind" }).click();
  await page.getByRole("option", { name: "role", exact: true }).click();
  await expect(page).toHaveURL(/kind=role/);
  await page.goto("/log?search=nobody-has-this-name");
  await expect(page.getByText("No entry matches these filters.")).toBeVisible();
  await page.goto("/log?kind=database");
  const changes = page.getByRole("group").filter({ has: page.locator("summary") }).first();
  await changes.locator("summary").click();
  await expect(changes.locator("dd").first()).toBeVisible();
});

test("the profile refuses a password that is not the present one", async ({ page }) => {
  await open(page, "/profile", "Profile");
  await accessible(page);
  await page.getByLabel("Present password").fill("wrong");
  await page.getByLabel("New password", { exact: true }).fill("another password");
  await page.getByLabel("New password again").fill("another passwort");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("The two are not the same.")).toBeVisible();
  await page.getByLabel("New password again").fill("another password");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("This is not your present password.")).toBeVisible();
});

/** Values that change nothing: other tests ask at the same time as the same person. */
test("the profile keeps the time zone and the day that weeks begin with", async ({ page }) => {
  await open(page, "/profile", "Profile");
  const zone = page.getByRole("combobox", { name: "Time zone", exact: true });
  const week = page.getByRole("combobox", { name: "Weeks begin on", exact: true });
  await zone.click();
  await page.getByRole("combobox", { name: "Search Time zone" }).fill("utc");
  await page.getByRole("option", { name: "UTC", exact: true }).click();
  await week.click();
  await accessible(page);
  await page.getByRole("option", { name: "Monday" }).click();
  await page.getByRole("button", { name: "Save time zone" }).click();
  await expect(page.getByText("Your time zone was saved.")).toBeVisible();
  await page.reload();
  await hydrated(page);
  await expect(page.getByRole("button", { name: "Clear Time zone" })).toBeVisible();
  await expect(week).toHaveText(/Monday/);
  await page.getByRole("button", { name: "Clear Time zone" }).click();
  await page.getByRole("button", { name: "Clear Weeks begin on" }).click();
  await page.getByRole("button", { name: "Save time zone" }).click();
  await expect(page.getByText("Your time zone was saved.").last()).toBeVisible();
});

test.describe("without signing in", () => {
  test.use({ storageState: { cookies: [], origins: [] } });

  test("pages of people lead to the sign-in", async ({ page }) => {
    for (const path of ["/users", "/roles", "/log", "/profile"]) {
      await page.goto(path);
      await expect(page).toHaveURL(new RegExp(`/login\\?next=${path}`));
    }
    await fillSignIn(page, "nobody", "wrong");
    await expect(page.getByRole("alert")).toHaveText("The username or the password is wrong.");
  });
});

test("makes a row rule, tells what is wrong, and deletes it", async ({ page }) => {
  const name = `North ${suffix}`;
  await open(page, "/rules", "Rules");
  await accessible(page);
  await page.getByRole("button", { name: "New rule" }).click();
  const dialog = page.getByRole("dialog", { name: "New rule" });
  await dialog.getByRole("button", { name: "Add rule" }).click();
  await expect(dialog.getByText("A rule is on at least one dataset.")).toBeVisible();
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("combobox", { name: "Datasets" }).click();
  await page.getByRole("option").first().click();
  await page.keyboard.press("Escape");
  await dialog.getByLabel("Rows").fill("nothing_like_this = 1");
  await dialog.getByRole("button", { name: "Add rule" }).click();
  await expect(dialog.getByText(/nothing_like_this/).last()).toBeVisible();
  await accessible(page);
  await dialog.getByLabel("Rows").fill("1 = 1");
  await dialog.getByRole("button", { name: "Add rule" }).click();
  await expect(dialog).toBeHidden();

  const row = page.getByRole("row", { name });
  await expect(row).toContainText("Nobody");
  await row.getByRole("button", { name: `Actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Delete rule" }).click();
  await expect(row).toBeHidden();
});
