"""Every link of a built site that leads nowhere: files, pages, and places in pages."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from bs4 import BeautifulSoup

HERE = "http://site"
LINKS = {"a": "href", "link": "href", "area": "href", "script": "src", "img": "src",
         "source": "src", "object": "data", "form": "action"}  # fmt: skip


def read_soups(html: Path) -> dict[str, BeautifulSoup]:
    """The pages of a site by their path."""
    return {
        path.relative_to(html).as_posix(): BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for path in sorted(html.rglob("*.html"))
    }


def find_dead(html: Path, soups: Mapping[str, BeautifulSoup]) -> Iterator[tuple[str, str]]:
    """Each page with a link that has no target on the site; addresses elsewhere are left out."""
    places = {name: {tag["id"] for tag in soup.find_all(id=True)} for name, soup in soups.items()}
    for name, soup in soups.items():
        for tag in soup.find_all(list(LINKS)):
            address = tag.get(LINKS[tag.name])
            if address is None:
                continue
            target = urlsplit(urljoin(f"{HERE}/{name}", address))
            if f"{target.scheme}://{target.netloc}" != HERE:
                continue
            path = unquote(target.path).lstrip("/")
            path += "index.html" if path.endswith("/") or not path else ""
            place = unquote(target.fragment)
            known = not place or place in places.get(path, {place})
            if not (html / path).is_file() or not known:
                yield name, address
