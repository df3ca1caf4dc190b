import { create } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";

import { UserSetting_TagsSettingSchema } from "../gen/memos/api/v1/user_service_pb";
import { faultOf, rulesOf, type TagRule, tagsOf } from "./tagRules";

const rule = (pattern: string, more: Partial<TagRule> = {}): TagRule => ({
  id: pattern,
  pattern,
  colour: null,
  blur: false,
  ...more,
});

describe("rules of tags", () => {
  it("come back from the setting as they were sent", () => {
    const rules = [rule("work", { colour: "#2f8f83" }), rule("secret/.*", { blur: true })];
    const setting = create(UserSetting_TagsSettingSchema, { tags: tagsOf(rules) });
    expect(rulesOf(setting)).toEqual(rules);
  });

  it("are refused where a pattern is no regular expression, is empty, or could run for ever", () => {
    for (const pattern of ["(", "", "(a+)+", "(a*){3}"]) {
      expect(faultOf([rule(pattern)])).toEqual({ key: "settings.tags.badPattern", pattern });
    }
  });

  it("are refused where one is there twice", () => {
    expect(faultOf([rule("a"), rule("b"), rule("a")])).toEqual({ key: "settings.tags.twice", pattern: "a" });
  });

  it("pass otherwise", () => {
    expect(faultOf([rule("book/.+"), rule("日本")])).toBeNull();
  });
});
