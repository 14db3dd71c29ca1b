/**
 * Machines that give a process less than it expects: it does its whole work, or
 * ends with another exit code than 0 and nothing, or less than all, on stdout.
 */
import { spawn as start } from "node:child_process";
import {
  chmodSync,
  closeSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { containerEnv, describeWith, IMAGE } from "../engines.ts";
import { awkward } from "../helpers/awkward.ts";
import { labelConfig } from "../helpers/lists.ts";
import { type Printed, pipe, spawn } from "../helpers/program.ts";
import { at, temporaryFolder } from "../helpers/repository.ts";
import { sha256 } from "../helpers/streams.ts";

const folder = temporaryFolder();
const input = join(folder, "input.yaml");
const large = join(folder, "large.yaml");
const list = awkward(labelConfig("edited"));
let whole = "";
let wholeLarge = "";

const PROGRAMS = ["the executable", "the file for Node"] as const;
type Program = (typeof PROGRAMS)[number];

/** How the function is started; Node finds its name at a link. */
const COMMANDS: Readonly<Record<Program, readonly string[]>> = {
  "the executable": [at("dist/label-namespaces")],
  "the file for Node": [process.execPath, join(folder, "label-namespaces")],
};

beforeAll(() => {
  symlinkSync(
    at("dist/node/flux-platform.js"),
    join(folder, "label-namespaces"),
  );
  writeFileSync(input, list);
  writeFileSync(large, awkward(labelConfig("edited"), 3_000_000));
  whole = text(pipe("label-namespaces", list));
  wholeLarge = text(pipe("label-namespaces", readFileSync(large)));
});

function text({ stdout, stderr, code }: Printed): string {
  expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
  expect(stdout.toString()).toContain("environment: production");
  return stdout.toString();
}

/** What a shell prints that replaces itself by `command`. */
function shell(command: string, before = "true", cwd = folder): Printed {
  // Not dash: it has no `ulimit -u`, and its redirections end a script.
  return spawn("bash", ["-c", `${before}; exec ${command}`], { cwd });
}

/** All of it and exit code 0, or nothing and another. */
function expectAllOrNothing({ stdout, stderr, code }: Printed): void {
  const expected = code === 0 ? { stdout: whole, stderr: "" } : { stdout: "" };
  expect({ stdout: stdout.toString(), stderr, code }).toMatchObject(expected);
}

describe.each(PROGRAMS)("%s", (program) => {
  const [file = "", ...args] = COMMANDS[program];
  const command = [file, ...args].map((word) => `'${word}'`).join(" ");
  const works = (before: string, cwd?: string) => {
    const { stdout, ...rest } = shell(`${command} <'${input}'`, before, cwd);
    expect({ stdout: stdout.toString(), ...rest }).toEqual({
      stdout: whole,
      stderr: "",
      code: 0,
    });
  };

  test.each([
    "export TMPDIR=/nonexistent HOME=/nonexistent XDG_CACHE_HOME=/proc",
    "export TMPDIR= HOME= XDG_CACHE_HOME= XDG_CONFIG_HOME=",
    "unset TMPDIR HOME PWD LANG",
    "umask 777",
    "ulimit -c 0 -l 0",
    "cd /proc/self",
  ])("works after %s", (before) => works(before));

  test("writes no file, wherever it could", () => {
    const names = ["here", "tmp", "home"].map((name) => join(folder, name));
    const own = names.map((name) => join(name, program));
    for (const one of own) mkdirSync(one, { recursive: true });
    const [here = "", tmp = "", home = ""] = own;
    works(
      `export TMPDIR='${tmp}' BUN_TMPDIR='${tmp}' HOME='${home}' XDG_CACHE_HOME='${home}'`,
      here,
    );
    expect(own.flatMap((one) => readdirSync(one))).toEqual([]);
  });

  test("in a folder that is gone it works or says so", () => {
    const gone = join(folder, "gone");
    mkdirSync(gone);
    const done = shell(
      `${command} <'${input}'`,
      `cd '${gone}' && rmdir '${gone}'`,
    );
    expectAllOrNothing(done);
    expect(() => rmdirSync(gone)).toThrow();
  });

  test.each([
    ...[3, 4, 5, 8, 16, 64].map((most) => `ulimit -n ${most}`),
    ...[64, 128, 200, 512, 1024].map((most) => `ulimit -s ${most}`),
    ...[50_000, 200_000, 300_000, 400_000, 600_000, 1_500_000].map(
      (most) => `ulimit -v ${most}`,
    ),
    ...[1_000, 100_000, 1_000_000].map((most) => `ulimit -d ${most}`),
    "ulimit -u 1",
    "ulimit -f 0",
  ])(
    "after %s it does all or nothing",
    (before) => {
      const done = shell(`${command} <'${input}'`, before);
      expectAllOrNothing(done);
    },
    30_000,
  );

  test("a file that may not grow gets what fits, and the exit code tells", () => {
    const file = join(folder, "limited");
    const { stderr, code } = shell(
      `${command} <'${large}' >'${file}'`,
      "ulimit -f 1",
    );
    expect(code).not.toBe(0);
    expect(stderr).toContain("the output is incomplete");
    expect(wholeLarge.startsWith(readFileSync(file, "utf8"))).toBe(true);
  });

  describe("stdin", () => {
    test.each([
      ["closed", "<&-", /stdin is empty/],
      ["/dev/null", "</dev/null", /stdin is empty/],
      ["a folder", "</", /stdin can't be read: EISDIR/],
      ["open for writing only", "<'WRITABLE'", /stdin can't be read: EBADF/],
    ])("%s is refused", (_title, redirection, words) => {
      const file = join(folder, "writable");
      const from = redirection === "<'WRITABLE'" ? `0>'${file}'` : redirection;
      const { stdout, stderr, code } = shell(`${command} ${from}`);
      expect([stdout.length, code]).toEqual([0, 1]);
      expect(stderr).toMatch(words);
      expect(stderr.split("\n")).toHaveLength(2);
    });

    test("without end it is refused where no text could hold it", () => {
      const { stdout, stderr, code } = shell(`${command} </dev/zero`);
      expect([stdout.length, code]).toEqual([0, 1]);
      expect(stderr).toMatch(
        /^[a-z-]+: stdin is longer than 536870880 bytes, .*: split the build\n$/,
      );
    }, 60_000);

    test("of the longest text is read, and one byte more is refused", () => {
      const printed = join(folder, "printed.yaml");
      writeFileSync(printed, whole);
      const comment = (length: number) =>
        `head -c ${length} /dev/zero | tr '\\0' '#'`;
      const rest = 536_870_880 - Buffer.byteLength(list);
      const { stdout, stderr, code } = spawn("bash", [
        "-o",
        "pipefail",
        "-c",
        `(cat '${input}'; ${comment(rest)}) | ${command} | cmp - <(cat '${printed}'; ${comment(rest)})`,
      ]);
      expect([stdout.toString(), stderr, code]).toEqual(["", "", 0]);
      const longer = spawn("bash", [
        "-c",
        `(cat '${input}'; ${comment(rest + 1)}) | ${command}`,
      ]);
      expect([longer.stdout.length, longer.code]).toEqual([0, 1]);
      expect(longer.stderr).toContain("stdin is longer than 536870880 bytes");
    }, 60_000);

    test("a FIFO or a socket is read to its end", () => {
      const fifo = join(folder, `fifo-${program}`);
      const through = shell(
        `${command} <'${fifo}'`,
        `mkfifo '${fifo}'; (cat '${input}' >'${fifo}') & true`,
      );
      expect(text(through)).toBe(whole);
      // What Node makes for a child to read are sockets.
      const socket = spawn(file, args, { input: Buffer.from(list) });
      expect(text(socket)).toBe(whole);
    });
  });

  describe("stdout", () => {
    test.each([
      [
        "/dev/full",
        ">/dev/full",
        /incomplete, stdout took no more bytes: ENOSPC/,
      ],
      ["a folder", `1</`, /incomplete, stdout took no more bytes: EBADF/],
      ["open for reading only", "1</dev/null", /incomplete.*: EBADF/],
    ])("%s is told", (_title, redirection, words) => {
      for (const file of [input, large]) {
        const { stderr, code } = shell(`${command} <'${file}' ${redirection}`);
        expect(code).toBe(1);
        expect(stderr).toMatch(words);
      }
    });

    test("that goes away in the middle is told", () => {
      const { stderr, stdout } = shell(
        "true",
        `${command} <'${large}' | head -c 1000 >/dev/null; echo \${PIPESTATUS[0]}`,
      );
      expect(stdout.toString()).toBe("1\n");
      expect(stderr).toContain("its reader closed it");
    });
  });

  test("with stderr closed it works", () => {
    const { stdout, code } = shell(`${command} <'${input}' 2>&-`);
    expect([stdout.toString(), code]).toEqual([whole, 0]);
  });

  test("with stdin and stderr closed the exit code tells", () => {
    const { stdout, code } = shell(`${command} <&- 2>&-`);
    expect([stdout.toString(), code]).toEqual(["", 1]);
  });

  test.each(["SIGTERM", "SIGINT", "SIGHUP", "SIGKILL"] as const)(
    "%s in the middle ends it as a signal does",
    async (signal) => {
      const child = start(file, args, { stdio: ["pipe", "pipe", "pipe"] });
      const ended = new Promise((resolve) =>
        child.on("close", (code, by) => resolve([code, by])),
      );
      let printed = 0;
      child.stdout.on("data", (chunk) => {
        printed += chunk.length;
      });
      child.stdin.write(list.slice(0, 500));
      await pause(200);
      child.kill(signal);
      expect(await ended).toEqual([null, signal]);
      expect(printed).toBe(0);
    },
  );
});

/** Runs a program whose stdin is a terminal; prints what it prints. */
const ON_TERMINAL = `
import os, pty, subprocess, sys
_, terminal = pty.openpty()
sys.exit(subprocess.run([sys.argv[1]], stdin=terminal).returncode)
`;

test("on a terminal flux-platform says how it is used", () => {
  const flux = at("dist/flux-platform");
  const help = spawn("python3", ["-c", ON_TERMINAL, flux]);
  expect(help.stdout.toString()).toMatch(/^Usage: flux-platform /);
  expect(help.code).toBe(0);
});

describe("the executable", () => {
  const copy = join(folder, "copied", "label-namespaces");
  const size = readFileSync(at("dist/flux-platform")).length;

  beforeAll(() => mkdirSync(join(folder, "copied")));
  beforeEach(() => {
    copyFileSync(at("dist/flux-platform"), copy);
    chmodSync(copy, 0o755);
  });

  test.each(["1>&-", "1>&- 2>&-", "<&- 1>&-", "<&- 1>&- 2>&-"])(
    "with %s exits with 1, for nobody got its output",
    (closed) => {
      const from = closed.startsWith("<") ? "" : `<'${input}'`;
      for (const args of ["label-namespaces", "flux-platform --version"]) {
        const program = at("dist", args);
        const { stderr, code } = shell(`${program} ${from} ${closed}`);
        expect(code).toBe(1);
        expect(stderr).toMatch(
          closed.includes("2>&-") ? /^$/ : /: stdout is closed\n$/,
        );
      }
    },
  );

  test.each(["--help", "--version", "--schema", "--doc", "help check"])(
    "%s into a full disk says so",
    (args) => {
      const program = `${at("dist/flux-platform")} ${args}`;
      const { stderr, code } = shell(`${program} >/dev/full`);
      expect(code).toBe(1);
      expect(stderr).toBe(
        "flux-platform: the output is incomplete, stdout took no more bytes: ENOSPC\n",
      );
    },
  );

  test("says that there is not enough memory for a list", () => {
    const huge = join(folder, "huge.yaml");
    writeFileSync(huge, awkward(labelConfig("edited"), 35_000_000));
    const { stdout, stderr, code } = shell(
      `${at("dist/label-namespaces")} <'${huge}'`,
      "ulimit -v 500000",
    );
    expect([stdout.length, code]).toEqual([0, 1]);
    expect(stderr).toBe(
      "label-namespaces: there is not enough memory: allow more, or split the build\n",
    );
  });

  test("into /dev/null is no closed stdout", () => {
    const program = at("dist/label-namespaces");
    for (const way of [">/dev/null", ">>/dev/null", "1<>/dev/null"]) {
      expect(shell(`${program} <'${input}' ${way}`)).toMatchObject({
        stderr: "",
        code: 0,
      });
    }
    const ignored = spawn(program, [], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    expect(ignored.stderr).toContain("stdin is empty");
  });

  test("without its run bit is not run", () => {
    chmodSync(copy, 0o644);
    const { stdout, code } = spawn("bash", ["-c", `'${copy}' <'${input}'`]);
    expect([stdout.length, code]).toEqual([0, 126]);
  });

  test.each([0, 64, 4096, 0.25, 0.5, 0.9, 0.95, 0.98, 0.99, 0.999])(
    "of which %s is left says so, and is never silent",
    (left) => {
      truncateSync(copy, left < 1 ? Math.floor(size * left) : left);
      const { stdout, code } = spawn("bash", [
        "-c",
        `'${copy}' <'${input}'; exit`,
      ]);
      // An empty file is an empty script: any shell takes it, no engine does.
      if (left > 0) expect(code).not.toBe(0);
      expect(stdout).toHaveLength(0);
    },
  );

  test("whose program is damaged prints all or nothing", () => {
    for (const from of [5e6, 4.5e6, 3e6, 7e5, 9e4]) {
      copyFileSync(at("dist/flux-platform"), copy);
      const bytes = readFileSync(copy);
      bytes.fill(0xff, size - from, size - from + 4096);
      writeFileSync(copy, bytes);
      expectAllOrNothing(spawn("bash", ["-c", `'${copy}' <'${input}'`]));
    }
  }, 60_000);
});

describeWith("podman", "in a container", ({ podman }) => {
  const run = (file: string, ...flags: string[]) => {
    const stdin = openSync(file, "r");
    const options = ["run", "--rm", "-i", "--network=none", ...flags, IMAGE];
    try {
      // The engine notes there that it ended a container for its memory.
      return spawn(podman, options, {
        cwd: folder,
        stdio: [stdin, "pipe", "pipe"],
        env: containerEnv(),
      });
    } finally {
      closeSync(stdin);
    }
  };

  test("that has too little memory for a list it ends without output", () => {
    const { stdout, code } = run(large, "--memory=8m", "--memory-swap=8m");
    expect([stdout.length, code === 0]).toEqual([0, false]);
    const enough = run(large, "--memory=256m", "--memory-swap=256m");
    expect(sha256(enough.stdout)).toBe(sha256(Buffer.from(wholeLarge)));
    expect(enough.code).toBe(0);
  }, 60_000);

  test("that hides /proc and /sys it does all or nothing", () => {
    const masked = [
      "--security-opt=mask=/proc/self:/proc/cpuinfo:/proc/meminfo",
    ];
    expectAllOrNothing(run(input, ...masked));
    const hidden = ["--tmpfs=/proc", "--tmpfs=/sys"];
    expectAllOrNothing(run(input, ...hidden));
  }, 60_000);
});
