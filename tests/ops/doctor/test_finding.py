"""What the doctor says."""

from appliance.ops.doctor.finding import bad, doubtful, good


def test_findings_are_plain_facts() -> None:
    found = [good("a", "b"), doubtful("a", "b", "c"), bad("a", "b", "c")]
    assert [each.facts()["verdict"] for each in found] == ["ok", "warn", "fail"]
    assert found[0].advice == ""
    assert list(found[1].facts()) == ["check", "verdict", "fact", "advice"]
