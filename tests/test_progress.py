from gatescope.progress import portion, silent


def test_a_portion_reports_its_share_of_the_whole() -> None:
    heard: list[float] = []
    report = portion(heard.append, 0.2, 0.6)
    for share in (0, 0.5, 1):
        report(share)
    nested = portion(report, 0.5, 1)
    nested(0)
    nested(1)
    assert [round(share, 12) for share in heard] == [0.2, 0.4, 0.6, 0.4, 0.6]
    silent(0.5)
