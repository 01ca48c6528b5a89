"""Which act a sentence performs, by construction: verbs, voices, nouns, idioms, registers, slips of the pen,
neighbours' languages; and sentences that have an act's words and perform none.
"""

from typing import Any

import pytest

from tests.meetings.mailtable import Mail, decide, told

CALLED_OFF = (
    "Mødet den 16. april bliver desværre ikke til noget.",
    "Det bliver desværre ikke til noget med mødet den 16. april.",
    "Mødet den 16. april aflyses.",
    "Hermed aflysning af mødet den 16. april.",
    "Aflys venligst mødet d. 16/4.",
    "Vil I aflyse mødet den 16. april?",
    "Kan I aflyse mødet den 16. april for mig? Der er for få tilmeldte.",
    "Drop bare den 16. april, der er alligevel ingen der kan.",
    "Mødet den 16. april må udgå.",
    "Vi lader mødet den 16. april udgå.",
    "Så gik mødet den 16. april desværre i vasken.",
    "Vi sløjfer mødet den 16. april.",
    "Mødet den 16. april er desværre anulleret.",
    "Mødet den 16. april kan desværre ikke gennemføres.",
    "Mødet den 16. april bliver ikke afholdt.",
    "Mødet den 16. april bliver ikke holdt.",
    "Vi holder alligevel ikke møde den 16. april.",
    "Vi mødes alligevel ikke den 16. april.",
    "Der bliver intet møde den 16. april.",
    "Ingen møde den 16. april, halvdelen er syge.",
    "Vi springer mødet den 16. april over.",
    "Mødet den 16. april falder til jorden.",
    "Mødet den 16. april bortfalder.",
    "Vi har opgivet at holde mødet den 16. april.",
    "Vi skipper mødet den 16. april.",
    "Mødet den 16. april er cancelled.",
    "Mødet den 16. april er off.",
    "Stryg den 16. april af kalenderen.",
    "Slet mødet den 16. april.",
    "Fjern venligst mødet den 16. april fra kalenderen.",
    "Tag den 16. april ud af kalenderen, det bliver ikke til noget.",
    "Glem mødet den 16. april.",
    "Sæt en streg over den 16. april.",
    "Mødet den 16. april finder alligevel ikke sted.",
    "Mødet den 16. april vil ikke finde sted.",
    "Mødet den 16. april kan ikke blive til noget.",
    "Vi kan ikke afholde mødet den 16. april.",
    "Jeg skal beklageligvis meddele, at mødet den 16. april ikke afholdes.",
    "Det skal hermed meddeles, at mødet den 16. april ikke vil blive afholdt.",
    "Vi beklager at måtte meddele, at mødet torsdag den 16. april bortfalder.",
    "aflyser 16/4",
    "den 16. april blir ikke til noget",
    "mødet d 16 april bliver desverre ikk til noget",
    "mødet 16/4 er afliyst",
    "Møtet 16. april er avlyst.",
    "Vi måste ställa in mötet den 16 april.",
    "Mötet den 16 april blir tyvärr inte av.",
    "The meeting on 16 April has been called off.",
    "Mødet den 16. april er blæst af.",
    "Mødet den 16. april er taget af plakaten.",
    "Vi har pillet mødet den 16. april ud af kalenderen.",
    "Mødet den 16. april bliver der ikke noget af.",
    "Aftenen den 16. april er aflyst.",
)
MOVED = (
    "Mødet den 16. april flyttes til den 23. april.",
    "flyt lige den 16. april til d 23 april",
    "Vil I flytte mødet den 16. april til den 23. april?",
    "Kan I rykke den 16. april til den 23. april for os?",
    "Skub mødet den 16. april til den 23. april.",
    "Vi udskyder mødet den 16. april en uge.",
    "Mødet den 16. april er udskudt til den 23. april.",
    "Mødet den 16. april udsættes til den 23. april.",
    "Mødet den 16. april holdes først den 23. april.",
    "Vi ændrer mødet den 16. april til den 23. april.",
    "Rettelse: mødet er den 23. april og ikke den 16. april.",
    "Jeg skrev forkert, mødet er den 23. april og ikke den 16. april.",
    "Ny dato: den 23. april i stedet for den 16. april.",
    "Vi tager den 23. april i stedet for den 16. april.",
    "Den 16. april byttes til den 23. april.",
    "Mødet den 16. april forskydes til den 23. april.",
    "Mødet den 16. april er omberammet til den 23. april.",
    "Mødet den 16. april omlægges til den 23. april.",
    "Vi lægger mødet den 16. april om til den 23. april.",
    "Den 16. april går ikke, så vi mødes i stedet den 23. april.",
    "Mødet den 16. april aflyses og holdes i stedet den 23. april.",
    "Vi udskyder mødet den 16. april en uge.",
    "Mødet den 16. april ligger nu den 23. april.",
    "Mødet den 16. april ligger nu den 23. april.",
    "Møtet 16. april flyttes til 23. april.",
    "The meeting on 16 April has been rescheduled to 23 April.",
    "Hermed meddeles, at mødet den 16. april er henlagt til den 23. april.",
)
#: Denied, asked, on a condition, weighed, retold, of before, or of another thing.
UNPERFORMED = (
    "Mødet den 16. april er ikke aflyst.",
    "Mødet den 16. april aflyses ikke.",
    "Nej, vi aflyser ikke den 16. april.",
    "Mødet den 16. april er slet ikke aflyst.",
    "Mødet den 16. april skal ikke aflyses.",
    "Er mødet den 16. april aflyst?",
    "Skal vi rykke den 16. april til den 23. april?",
    "Hvad sker der hvis vi aflyser mødet den 16. april?",
    "Hvis der kommer flere afbud, aflyser vi mødet den 16. april.",
    "Hvis ikke flere melder sig, må vi aflyse den 16. april.",
    "Såfremt der er under fem tilmeldte, aflyses mødet den 16. april.",
    "Vi aflyser kun mødet den 16. april, hvis der er under fem.",
    "Ved under fem tilmeldte aflyses mødet den 16. april.",
    "Vi overvejer at flytte mødet den 16. april til den 23. april.",
    "Vi aflyser måske den 16. april.",
    "Det kan være at vi må aflyse mødet den 16. april.",
    "Det kan blive nødvendigt at aflyse mødet den 16. april.",
    "Jeg er bange for, at vi må aflyse den 16. april, men jeg vender tilbage.",
    "Jeg har hørt at mødet den 16. april er aflyst, passer det?",
    "Bo siger, at mødet den 16. april er aflyst.",
    "Bo foreslår at aflyse mødet den 16. april.",
    "Hotellet har spurgt, om vi kan flytte den 16. april til den 23. april.",
    "Nogen påstår at mødet den 16. april er aflyst, det er det ikke.",
    "Vi vil helst ikke aflyse mødet den 16. april.",
    "For at undgå at aflyse mødet den 16. april rykker jeg for svar.",
    "Jeg håber ikke, vi skal aflyse den 16. april.",
    "Vi var lige ved at aflyse den 16. april, men det bliver til noget.",
    "Der er ingen grund til at aflyse den 16. april.",
    "Min tidsbestilling den 16. april er aflyst.",
    "Toget den 16. april er aflyst, så jeg kommer i bil.",
    "Det andet arrangement den 16. april er aflyst, så nu kan Eva godt.",
    "Oplægsholderen den 16. april er aflyst, men mødet holdes.",
    "Spisningen den 16. april udgår, resten er som planlagt.",
    "Punkt 3 på dagsordenen den 16. april udgår.",
    "Aflysningen af mødet den 16. april var en fejl.",
    "Glem aflysningen, mødet den 16. april holdes alligevel.",
    "Mødet den 16. april står ved magt.",
    "Mødet den 16. april flyttes ikke.",
    "Vi kan ikke rykke den 16. april til den 23. april.",
    "Kan vi flytte mødet den 16. april til den 23. april?",
    "Hvad siger I til at flytte mødet den 16. april til den 23. april?",
    "Hvis hotellet ikke kan, flytter vi mødet den 16. april til den 23. april.",
    "Mødet den 16. april flyttes muligvis til den 23. april.",
    "Vi har talt om at rykke mødet den 16. april til den 23. april.",
    "Jeg foreslår at vi flytter den 16. april til den 23. april.",
    "Vi stemmer om at flytte den 16. april til den 23. april.",
    "Nabonetværket har aflyst deres møde den 16. april.",
    "Styregruppemødet den 16. april er aflyst.",
    "Sidste år aflyste vi mødet i april.",
    "Vi aflyste mødet i februar, men den 16. april står fast.",
    "Da mødet i januar blev aflyst, fik vi ikke talt om data den 16. april.",
    "Vi kan aflyse gratis indtil den 9. april.",
    "Hvad koster det at aflyse den 16. april?",
    "Vi holder ikke mødet på Klinik Holm den 16. april, men på Hotel Fjorden som aftalt.",
    "Vi mødes ikke i receptionen den 16. april, men i salen.",
    "Nej, det er ikke den 16. april der er aflyst, det er Bakkerups.",
    "I må ikke aflyse den 16. april.",
    "Flyt ikke mødet den 16. april.",
    "Slet ikke mødet den 16. april.",
    "Vent med at flytte mødet den 16. april til den 23. april, til jeg siger til.",
    "Vi burde aflyse den 16. april.",
    "Giv lyd hvis den 16. april aflyses.",
    "Inden vi aflyser den 16. april, vil jeg ringe rundt.",
    "Mødet den 16. april er ikke i fare for at blive aflyst.",
    "The meeting on 16 April is not cancelled.",
    "Should we cancel the meeting on 16 April?",
    "If we cancel 16 April, do we pay the hotel?",
    "Mötet den 16 april är inte inställt.",
)


def acts(text: str, **given: Any) -> list[str]:
    """Of a coordinator's mail that says only this; her network meets on the 16th of April, among other days."""
    return [told(act) for act in decide(Mail("", "", {"text": text, "truth": [], **given})).meetings]


@pytest.mark.parametrize("text", CALLED_OFF)
def test_calls_the_meeting_off(text: str) -> None:
    (act,) = acts(text)
    assert act.startswith("cancelled APR")


@pytest.mark.parametrize("text", MOVED)
def test_moves_the_meeting(text: str) -> None:
    (act,) = acts(text)
    assert act == "moved APR 2026-04-23 17:00-20:00 @ Hotel Fjorden"


@pytest.mark.parametrize("text", UNPERFORMED)
def test_has_the_words_and_performs_nothing(text: str) -> None:
    assert all(act == "none" or act.startswith("ask") for act in acts(text))
