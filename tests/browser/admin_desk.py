"""Administration in the words of the trade: sections, bulletins, rules, people, devices, layers."""

from typing import Any

from playwright.sync_api import Locator, expect

from tests.browser.driver import Desk


class Administrator:
    """Somebody who administers, and what they do there."""

    def __init__(self, desk: Desk, login: str) -> None:
        self.desk, self.page = desk, desk.page
        desk.enter(login)
        self.go("")
        self.page.locator("[data-section]").first.wait_for()

    def go(self, path: str) -> None:
        """Open a section by its address."""
        self.page.goto(f"{self.desk.site}/admin/{path}?lang={self.desk.lang}")

    def body(self) -> Locator:
        """Return what is beside the sections."""
        return self.page.locator(".adm-body")

    def act(self, name: str, inside: Locator | None = None) -> None:
        """Press one of the section's buttons, or one in a row of it."""
        (inside or self.body()).locator(f"[data-act={name}]").first.click()

    def fill(self, **fields: str) -> None:
        """Write into fields, an underscore for a hyphen."""
        for field, words in fields.items():
            self.page.locator(f"#{field.replace('_', '-')}").fill(words)

    def choose(self, **fields: str) -> None:
        """Choose from lists by their values, an underscore for a hyphen."""
        for field, value in fields.items():
            self.page.locator(f"#{field.replace('_', '-')}").select_option(value)

    def send(self) -> None:
        """Send the open form."""
        self.page.locator(".adm form button[type=submit]").last.click()

    def secret(self) -> str:
        """Return the secret that is shown this once."""
        return self.page.locator("[data-secret]").inner_text().strip()

    def publish(self, title: str, area: str) -> None:
        """Write a bulletin to the citizens of an area, and publish it."""
        self.go("bulletins")
        self.act("new")
        self.choose(bulletin_area=area)
        self.fill(bulletin_title=title, bulletin_text="请互相转告。")
        self.act("draft")
        draft = self.page.locator("[data-bulletin]", has_text=title)
        self.act("publish", draft)
        self.page.locator("[data-standing=published][aria-pressed=true]").wait_for()
        expect(draft).to_be_visible()

    def try_rule(self, code: str, lead: str) -> str:
        """Give a rule another lead, and try it; return what would change."""
        self.go(f"rules/{code}")
        self.choose(rule_lead=lead)
        self.act("try")
        return self.page.locator("[data-dry-run] [role=status]").inner_text()

    def add_person(self, name: str, login: str) -> None:
        """Enter a person with a first post and a login."""
        self.go("people")
        self.act("new")
        self.fill(person_name=name, person_login=login)
        self.choose(post_role="analyst", post_station="S-410803")
        self.send()
        expect(self.body().locator("h2")).to_have_text(name)

    def hand_password(self, person: str) -> str:
        """Give somebody an initial password and return it."""
        self.go(f"people/{person}")
        self.act("password")
        self.act("password")
        return self.secret()

    def try_sheet(self, kind: str, *lines: str) -> None:
        """Choose a sheet of people or of stations, which is tried and not yet written."""
        self.go("import")
        self.page.locator(f"[data-sheet={kind}]").click()
        content: Any = {
            "name": "sheet.csv",
            "mimeType": "text/csv",
            "buffer": "\n".join(lines).encode(),
        }
        self.page.locator("#sheet").set_input_files(content)

    def write_sheet(self) -> None:
        """Write what was tried, and wait until the server says that it is written."""
        self.act("write")
        expect(self.body().locator(".adm-good")).to_contain_text("已写入")

    def turn_day(self, day: str) -> None:
        """Turn a day of a year into its contrary or back, and wait until the server has it."""
        self.go("calendar")
        self.choose(calendar_year=day[:4])
        self.page.locator(f"[data-day='{day}']").click()
        self.fill(calendar_source="区政府通知")
        self.send()
        expect(self.body().get_by_role("button", name="确认")).to_be_visible()
        self.send()
        expect(self.body().locator(".adm-good")).to_contain_text("已保存")
