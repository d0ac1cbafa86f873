"""The pages of figures, in both languages and schemes."""

import pytest
from axe_playwright_python.sync_playwright import Axe


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("person", "address"), [("reviewer", "/me/"), ("lead", "/office/")])
def test_the_pages_of_figures_are_accessible(desk, person, address, scheme):
    for language in ("ko", "en"):
        page = desk(person, language=language, color_scheme=scheme)
        page.goto(address)
        page.locator("details").first.evaluate("each => { each.open = true; }")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
