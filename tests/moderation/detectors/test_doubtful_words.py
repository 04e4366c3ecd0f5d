"""Words that harmless talk has, too, count where the score does not say that it is harmless."""

import pytest

from moderation.screening import Screen

CAUGHT = [
    "i pray i don't wake up, every single night",
    "there's no point in being here, they'd be happier without me",
    "if a truck hit me on the way home i wouldn't mind",
    "my sister keeps saying she doesn't want to live",
    "slipped. back to day one after five months and i hate myself",
    "i lost my wages again and i can't tell my wife",
    "haven't eaten since sunday, the scale is all i think about",
    "made myself sick after lunch again, my throat bleeds",
    "he grabbed me by the throat and i thought that was it",
    "my uncle touches me when we are alone",
    "ich will morgen nicht mehr aufwachen",
    "hab wieder getrunken, nach zwei jahren, ich hasse mich",
    "meine freundin sagt sie will nicht mehr leben",
    "wünschte ich wär nie geboren worden, bin allen nur zur last",
    "najlepiej żebym się nie obudził, mam dość życia",
    "znowu zapiłem, po roku. nienawidzę siebie",
    "córka mówi że nie chce żyć",
    "nie jem od trzech dni i ciągle jestem za gruba",
    "ojalá no despertara, soy una carga para todos",
    "anoche recaí, después de tres años, me odio",
    "mi hija dice que no quiere vivir",
    "me jugué el alquiler y no veo salida",
    "the gun is loaded. tell my wife i love her",
    "climbed over the railing, whoever finds me i'm sorry",
    "die schlinge hängt schon, sag meiner mama es tut mir leid",
    "pętla gotowa, powiedzcie mamie że przepraszam",
    "ya abrí el gas, díganle a mi hija que la quiero",
    "burned my arm again, i deserved it",
    "nobody would even miss you",
]
SILENT = [
    "i pray i don't wake up late for the flight",
    "no point in being here before nine, the doors are shut",
    "she beats me at scrabble every sunday",
    "my plant has given up on life, i drowned it",
    "day one at the new job, i love it",
    "haven't eaten since breakfast, who wants pizza",
    "he grabbed me by the hand and we danced",
    "wish i didn't exist on this group chat lol, 300 messages",
    "ich will morgen nicht vor zehn aufwachen",
    "hab wieder gespielt, schach im park, war schön",
    "der sinn des lebens ist kuchen",
    "znowu piję kawę o północy, nauka",
    "nie jem mięsa od trzech lat",
    "ojalá no despertara el bebé antes de las ocho",
    "volví a jugar al tenis después de la lesión",
    "the nerf gun is loaded and the kids are hiding",
    "the engine is running and i'm waiting for the kids",
    "der nächste zug hat verspätung",
    "żyletkę w ręce trzymam tylko do golenia, dziadek tak uczył",
    "abrí el gas para cocinar los garbanzos",
    "burned my arm again, stupid oven",
    "estarían mejor sin mí en el equipo de bolos jajaja",
]


@pytest.mark.parametrize("text", CAUGHT)
def test_what_is_doubtful_is_looked_at_where_nothing_speaks_against_it(screen: Screen, text: str):
    assert screen.look(text).level.raises_case


@pytest.mark.parametrize("text", SILENT)
def test_the_same_words_in_harmless_talk_raise_nothing(screen: Screen, text: str):
    assert not screen.look(text).level.raises_case
