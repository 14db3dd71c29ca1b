/** Which day it is to a function. */
import { contextOf, today } from "../../cli/process/today.ts";

const NOON = new Date("2027-03-31T12:00:00Z");

beforeEach(() => {
  jest.useFakeTimers({ now: NOON });
});
afterEach(() => {
  jest.useRealTimers();
});

test("the clock says it where nothing else does", () => {
  expect(today({})).toBe("2027-03-31");
  expect(contextOf({}).today).toBe("2027-03-31");
});

test("it stays the same over midnight", () => {
  const context = contextOf({});
  jest.setSystemTime(new Date("2027-04-01T00:00:00Z"));
  expect(context.today).toBe("2027-04-01");
  jest.setSystemTime(NOON);
  expect(context.today).toBe("2027-04-01");
});

test.each([
  [{ FLUX_PLATFORM_AS_OF: "2026-01-31" }, "2026-01-31"],
  [{ SOURCE_DATE_EPOCH: "86400" }, "1970-01-02"],
])("%j is stronger", (environment, day) => {
  expect(contextOf(environment).today).toBe(day);
});

test.each([{ FLUX_PLATFORM_AS_OF: "2026-02-30" }, { SOURCE_DATE_EPOCH: "-1" }])(
  "%j is refused, whether anybody asks or not",
  (environment) => {
    expect(() => contextOf(environment)).toThrow(/expected/);
  },
);
