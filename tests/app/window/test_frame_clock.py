from gatescope.app.window.frame_clock import FrameClock


def test_only_a_paint_after_the_answer_counts(monkeypatch):
    monkeypatch.setattr("time.perf_counter_ns", lambda: 1_000_000)
    clock = FrameClock()
    clock.start()
    assert clock.painted(5_000_000) is None  # the caret blinked: the answer is not there yet
    clock.answered()
    assert clock.painted(9_000_000) == 8.0
    assert clock.painted(10_000_000) is None  # nothing was asked for since


def test_an_intent_that_waits_keeps_its_time(monkeypatch):
    times = iter([1_000_000, 4_000_000])
    monkeypatch.setattr("time.perf_counter_ns", lambda: next(times))
    clock = FrameClock()
    clock.start()
    clock.start()
    clock.answered()
    assert clock.painted(11_000_000) == 10.0


def test_the_median_is_of_recent_frames(monkeypatch):
    clock = FrameClock()
    assert clock.median_ms() is None
    for elapsed in (2, 4, 30):
        monkeypatch.setattr("time.perf_counter_ns", lambda: 0)
        clock.start()
        clock.answered()
        clock.painted(elapsed * 1_000_000)
    assert clock.median_ms() == 4.0


def test_the_first_picture_counts_until_there_is_a_frame(monkeypatch):
    now = [0]
    monkeypatch.setattr("time.perf_counter_ns", lambda: now[0])
    clock = FrameClock()
    assert clock.painted(100_000_000) is None  # nothing has arrived yet
    assert clock.median_ms() is None
    clock.start()
    now[0] = 200_000_000
    clock.answered()
    clock.painted(212_000_000)
    clock.forget()
    assert clock.median_ms() == 12.0
    assert clock.painted(400_000_000) is None
    assert clock.median_ms() == 12.0
    clock.start()
    clock.answered()
    clock.painted(204_000_000)
    assert clock.median_ms() == 4.0
