"""The scripts of the desk as one file."""

import re

import pytest

from review import static_files


def joined(**modules):
    return static_files.joined("entry", modules.__getitem__)


def test_every_module_comes_once_after_what_it_needs():
    script = joined(
        entry='import "./b.js";\nimport { one } from "./a.js";\nrun(one);\n',
        a="export const one = 1;\n",
        b='import { one } from "./a.js";\nuse(one);\n',
    )

    assert re.findall(r"const from_(\w+) = ", script) == ["a", "b", "entry"]
    assert script.count("const one = 1;") == 1
    assert "return { one };" in script
    assert "const { one } = from_a;" in script


def test_comments_and_indents_are_left_out():
    script = joined(entry='// Says why.\nif (a) {\n  // And here.\n  b("//kept");\n}\n')

    assert "why" not in script
    assert 'if (a) {\nb("//kept");\n}' in script


@pytest.mark.parametrize(
    "source", ['import name from "./a.js";\n', "export let a = 1;\n", "export { a };\n"]
)
def test_what_the_bundle_does_not_understand_is_refused(source):
    with pytest.raises(ValueError, match="cannot bundle"):
        joined(entry=source)


def test_modules_in_a_circle_are_refused():
    with pytest.raises(ValueError, match="a -> b -> a"):
        static_files.joined("a", {"a": 'import "./b.js";\n', "b": 'import "./a.js";\n'}.__getitem__)


def test_the_real_bundle_holds_htmx_and_every_module_of_the_desk():
    script = static_files.bundle()

    assert script.startswith("var htmx=")
    for name in ("fields", "keys", "picture", "claim", "overlays", "rows"):
        assert f"const from_{name} = " in script
