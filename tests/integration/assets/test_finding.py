from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid import assets


def test_the_shop_east_of_the_square_means_the_square(zhongzhan: Session) -> None:
    best = assets.find_place(zhongzhan, "许衡广场东侧门面房")[0]
    assert best.name == "许衡广场"
    assert best.hint == "东侧门面房"
    assert best.unambiguous


def test_a_whole_community_is_found_but_is_no_place_to_send_someone(zhongzhan: Session) -> None:
    found = assets.find_place(zhongzhan, "怡光社区")
    assert (found[0].source, found[0].name) == ("area", "怡光社区")
    assert not any(one.unambiguous for one in found)


def test_a_place_that_was_added_is_found_at_once(zhongzhan: Session) -> None:
    assert assets.find_place(zhongzhan, "没有这个地方")[:1] == []
    zhongzhan.execute(
        text(
            "INSERT INTO place (code, name, kind, geom) VALUES"
            " ('p', '没有这个地方', 'square', ST_SetSRID(ST_MakePoint(113.17, 35.24), 4326))"
        )
    )
    zhongzhan.execute(text("UPDATE gazetteer_version SET version = gen_random_uuid()"))
    assert assets.find_place(zhongzhan, "没有这个地方")[0].unambiguous


def test_every_place_is_found_by_its_own_name(zhongzhan: Session) -> None:
    names = zhongzhan.execute(text("SELECT name, id FROM place ORDER BY id")).all()
    missed = [
        name
        for name, _ in names
        if name not in {one.name for one in assets.find_place(zhongzhan, name)[:1]}
    ]
    assert missed == []
