"""Provocations: the license."""
from collections.abc import Callable
from typing import Any

from people import Person, Place
from provoking import CONNECTION, REST, Stage, provokes
from verbs import done


def licensed(stage: Stage, *words: Any, spoil: Callable[[str], str] = str) -> tuple[Place, Person]:
    """Somebody on a server with a license of these words, the second of two users.

    `{app}` among the words is the AppID.
    """
    key = stage.folder / f"issuer{next(stage.numbers)}.pem"
    public = done("license", "keygen", key).strip()
    place = stage.place_on(stage.server(license__issuers=public))
    place.person()
    person = place.person()
    words = [str(word).replace("{app}", place.rest.app_id) for word in words]
    text = spoil(done("license", "issue", "--key", key, "--customer", "somebody", *words))
    stage.admin("PUT", "/admin/license", {"license": text, "force": True}, place)
    return place, person


def spoilt(text: str) -> str:
    """One character of it is another one."""
    at = len(text) // 2
    return text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1:]


def login(place: Place, person: Person):
    return place.rest.token(person.name)


def provision(stage: Stage, person: Person):
    return stage.refused_login(person)


@provokes("ServerInvalidLicense", by=REST)
def a_login_under_a_broken_license(stage: Stage):
    """`hearth license install --force` of a license with one character changed, then POST /token/user."""
    return login(*licensed(stage, spoil=spoilt))


@provokes("ServerInvalidLicense", by=CONNECTION)
def a_provision_under_a_broken_license(stage: Stage):
    """`hearth license install --force` of a license with one character changed, then PROVISION."""
    return provision(stage, licensed(stage, spoil=spoilt)[1])


@provokes("ServerAppLicenseInvalid", by=REST)
def a_login_to_an_app_without_a_license(stage: Stage):
    """`hearth license issue --app` of another app, then POST /token/user."""
    return login(*licensed(stage, "--app", "abcdefghijkl"))


@provokes("ServerAppLicenseInvalid", by=CONNECTION)
def a_provision_of_an_app_without_a_license(stage: Stage):
    """`hearth license issue --app` of another app, then PROVISION."""
    return provision(stage, licensed(stage, "--app", "abcdefghijkl")[1])


@provokes("ServerAppLicenseExpired", by=REST)
def a_login_after_the_end(stage: Stage):
    """`hearth license issue --until 2026-01-01`, then POST /token/user."""
    return login(*licensed(stage, "--until", "2026-01-01"))


@provokes("ServerAppLicenseExpired", by=CONNECTION)
def a_provision_after_the_end(stage: Stage):
    """`hearth license issue --until 2026-01-01`, then PROVISION."""
    return provision(stage, licensed(stage, "--until", "2026-01-01")[1])


@provokes("ServerLicenseLimit", by=REST)
def a_user_too_many(stage: Stage):
    """`hearth license issue --users 2`, then POST /user/register/v2 of a third."""
    place, _ = licensed(stage, "--users", 2)
    return place.rest.register(place.rest.new_name())


@provokes("ServerLicenseLimit", by=CONNECTION)
def a_provision_of_the_second_of_one(stage: Stage):
    """`hearth license issue --users 1` while there are two, then PROVISION of the younger."""
    return provision(stage, licensed(stage, "--users", 1)[1])


@provokes("ServerAppLicenseExceedLimit", by=REST)
def a_user_too_many_of_the_app(stage: Stage):
    """`hearth license issue --app APP=2`, then POST /user/register/v2 of a third."""
    place, _ = licensed(stage, "--app", "{app}=2")
    return place.rest.register(place.rest.new_name())


@provokes("ServerAppLicenseExceedLimit", by=CONNECTION)
def a_provision_of_the_second_of_one_in_the_app(stage: Stage):
    """`hearth license issue --app APP=1` while there are two, then PROVISION of the younger."""
    return provision(stage, licensed(stage, "--app", "{app}=1")[1])
