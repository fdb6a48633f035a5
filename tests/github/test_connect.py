"""Ways in: a token, nobody, an Enterprise server, a GitHub App."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives import serialization as form
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.github.conftest import Connect, Serve
from tests.github.copy import REPO, Copy
from tests.github_server.generate import make_world
from triage.errors import GitHubError
from triage.github.connect import connect, connect_app
from triage.github.plan import plan_sync


@pytest.fixture(scope="module")
def keys() -> tuple[str, str]:
    """A private and its public key, in PEM form."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    public = key.public_key().public_bytes(
        form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo
    )
    return private.decode(), public.decode()


@pytest.mark.parametrize("token", ["admin-token", None])
def test_an_enterprise_server_has_its_api_below_a_path(serve: Serve, token: str | None) -> None:
    world = make_world(230, 20, 450)
    server = serve(world)
    client = connect(token, server.enterprise_url + "/")
    copy = Copy()
    copy.sync(client)
    client.close()
    assert copy.missing(world.repo) == []
    assert all(entry.authenticated == (token is not None) for entry in server.log)


def test_an_app_syncs_where_it_is_installed(serve: Serve, keys: tuple[str, str]) -> None:
    world = make_world(120, 30, 250)
    server = serve(world)
    server.access.add_app(77, keys[1])
    client = connect_app("77", keys[0], REPO, server.base_url)
    copy = Copy()
    copy.sync(client)
    client.close()
    assert copy.missing(world.repo) == []


def test_an_app_that_github_does_not_know_is_told_so(serve: Serve, keys: tuple[str, str]) -> None:
    server = serve(make_world(1, 0, 0))
    with pytest.raises(GitHubError) as caught:
        connect_app("78", keys[0], REPO, server.base_url)
    assert "PRIVATE" not in str(caught.value)


def test_an_app_that_is_not_installed_is_told_so(serve: Serve, keys: tuple[str, str]) -> None:
    server = serve(make_world(1, 0, 0))
    server.access.add_app(77, keys[1])
    with pytest.raises(GitHubError, match="octo-org/nothing"):
        connect_app("77", keys[0], "octo-org/nothing", server.base_url)


def test_a_client_says_whether_it_is_somebody(serve: Serve, client_of: Connect) -> None:
    server = serve(make_world(1, 0, 0))
    assert client_of(server).authenticated
    nobody = client_of(server, None)
    assert not nobody.authenticated
    plan = plan_sync(nobody, REPO, {})
    assert plan.quota is not None
    assert plan.quota.limit == 60


def test_the_token_is_in_no_log_and_no_representation(
    serve: Serve, client_of: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    server = serve(make_world(30, 0, 30))
    client = client_of(server)
    with caplog.at_level("DEBUG"):
        Copy().sync(client)
    assert caplog.records
    assert server.token not in caplog.text
    assert server.token not in repr(client)
