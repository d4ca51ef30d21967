"""``carnet db``: databases of unit processes, from the file to the figure and what it is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

import click

from carnet.cli import db_show as show
from carnet.cli import db_words as words
from carnet.cli.frame import common, echo, missing_option, print_json, progress, settings
from carnet.errors import UsageError, problem
from carnet.service import databases
from carnet.service.db_guard import need_engine
from carnet.service.outputs import target

Json = dict[str, Any]
Command = Callable[..., None]
BY = ("process", "flow", "gas", "category", "location")


def register(group: click.Group) -> None:
    """Add the group of this module."""
    group.add_command(db)


@click.group(
    help="单元过程数据库：导入、链接、求解、追问。需要附加组件：在检出目录里 make lca。\n\n"
    "Databases of unit processes: import, link, solve, ask. Needs an extra: make lca in a checkout.",
    short_help="单元过程数据库 · databases of unit processes",
)
def db() -> None:
    """Databases of unit processes."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Under which rules to answer: one or more regimes, the day, what is stated for what is open."""

    regimes: tuple[str, ...]
    legal_date: str
    stated: tuple[str, ...]

    def questions(self, opened: databases.Database, command: str) -> list[Any]:
        """One question a regime.

        Raises:
            UsageError: no regime was named.
        """
        if not self.regimes:
            raise UsageError(
                (missing_option("--regime", f"db {command}", "按哪个方案的规则计", "under whose rules to count"),)
            )
        return [opened.asked(regime, self.legal_date, _pairs(self.stated)) for regime in self.regimes]


def asked(command: Command) -> Command:
    """Let a command take the options that say under which rules, as its `rules`."""

    @click.option("--regime", "regimes", multiple=True, help="方案标识，可重复 · regime id, repeatable")
    @click.option("--legal-date", default="", help="YYYY-MM-DD")
    @click.option("--assume", "stated", multiple=True, help="KEY=VALUE，如 CO2:origin=fossil，可重复 · repeatable")
    @wraps(command)
    def wrapped(*, regimes: tuple[str, ...], legal_date: str, stated: tuple[str, ...], **given: object) -> None:
        command(**given, rules=Rules(regimes, legal_date, stated))

    return wrapped


several = click.option("--process", "processes", multiple=True, help="过程标识或名称，可重复 · id or name, repeatable")


@dataclass(frozen=True, slots=True)
class Out:
    """The file to write, "" for none; `local`: it stays on this machine."""

    path: str
    local: bool

    def write(self, opened: databases.Database, write: Callable[[str], None]) -> None:
        """Write the file if one is wanted, where the licence of the database lets it.

        Raises:
            UsageError: the licence does not (LCI-177).
        """
        if not self.path:
            return
        from carnet.service import db_report  # noqa: PLC0415 - needs the extra

        db_report.need_free(opened.opened, local=self.local)
        write(self.path)
        echo_written(self.path)


def written(kind: str) -> Callable[[Command], Command]:
    """Let a command take ``--out`` and ``--local``, as its `out`; `kind` says what files there are."""

    def decorated(command: Command) -> Command:
        @click.option("--out", "path", default="", help=kind)
        @click.option("--local", is_flag=True, help="文件只在本机使用 · the file stays on this machine")
        @wraps(command)
        def wrapped(*, path: str, local: bool, **given: object) -> None:
            command(**given, out=Out(path, local))

        return wrapped

    return decorated


def _answer(document: Json, shown: Callable[[Json, str], None]) -> None:
    """Print an answer: one JSON document, or as a person reads it."""
    now = settings()
    if now.as_json:
        print_json(document)
    else:
        shown(document, now.lang)


def _pairs(given: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for each in given:
        key, sign, value = each.partition("=")
        if not sign or not value:
            raise UsageError((problem("LCI-190", None, each, ("CO2:origin=fossil",), what="--assume"),))
        found[key.strip()] = value.strip()
    return found


def steps(step: str) -> None:
    """One step of long work, by its name in the reader's language."""
    progress(words.step(step, settings().lang))


def _home() -> str:
    return settings().home


def _open(name: str) -> databases.Database:
    return databases.open_database(name, _home(), steps)


def _csv(table: Callable[[], databases.Table]) -> Callable[[str], None]:
    return lambda path: target(path, "table").write(table().csv())


def echo_written(path: str) -> None:
    """Say where a file was written."""
    if not settings().as_json:
        echo(f"→ {path}")


# ── into the home and out of it ──────────────────────────────────────────────────────────────────


@db.command(
    "import",
    help="读入一个数据库文件并链接、判断、保存；全部问题一次列出，不留半成品。\n\n"
    "Read a database file, link, judge and store it; every problem is listed at once, nothing is left half done.",
    short_help="读入、链接并保存 · read, link and store",
)
@click.argument("file")
@click.option("--name", default="", help="在本机的名称 · its name here")
@click.option(
    "--format", "kind", default="", help="openlca|ecospold1|tables|brightway|arrays；默认自动识别 · default: found out"
)
@click.option("--title", default="", help="标题 · title")
@click.option("--db-version", "version", default="", help="版本 · version")
@click.option("--licence", default="", help="许可 · licence")
@click.option("--redistribution", default="", help="allowed|share_alike|forbidden|unknown")
@click.option("--policy", default="", help="链接规则文件 TOML · link policy, TOML")
@click.option("--by", default="", help="uuid|name_location_unit")
@click.option("--mapping", default="", help="流与供应过程对照 CSV · who supplies a flow, CSV")
@click.option("--ambiguous", default="", help="unlinked|equal|refuse：多个候选时 · where several could supply")
@click.option("--allocation", default="", help="分配方法次序，逗号分隔 · methods in turn, comma-separated")
@click.option("--unsolvable", default="", help="refuse|quarantine：无法求解的过程 · processes that cannot be solved")
@click.option("--release", multiple=True, help="放行被隔离的过程 · use a quarantined record all the same")
@click.option("--exclude", multiple=True, help="排除一个过程 · leave a record out")
@common
def import_(file: str, name: str, kind: str, **given: Any) -> None:  # noqa: ANN401 - the options above
    """Read, link and store."""
    need_engine()
    policy = _policy(given)
    texts = {key: given[key] for key in ("title", "version", "licence", "redistribution")}
    found = databases.import_database(file, name, _home(), steps, policy, format=kind, **texts)
    now = settings()
    if now.as_json:
        print_json(show.imported_json(found))
        return
    show.imported(found, now.lang)
    show.grouped(found.problems, now.lang, found.name)


def _policy(given: Json) -> Json:
    from dataclasses import replace  # noqa: PLC0415

    from carnet.service.db_import import policy_json, policy_of, read_mapping, read_policy  # noqa: PLC0415 - the extra

    policy: Json = policy_json(read_policy(given["policy"])) if given["policy"] else {}
    if given["mapping"]:
        policy = policy_json(replace(policy_of(policy), mapping=read_mapping(given["mapping"])))
    for key in ("by", "ambiguous", "unsolvable"):
        if given[key]:
            policy[key] = given[key]
    if given["allocation"]:
        policy["allocation"] = [each.strip() for each in given["allocation"].split(",")]
    for key in ("release", "exclude"):
        if given[key]:
            policy[key] = [*policy.get(key, ()), *given[key]]
    return policy


@db.command("list", help="本机的数据库。\n\nThe databases here.", short_help="本机的数据库 · the databases here")
@common
def list_() -> None:
    """The databases here."""
    found = databases.list_databases(_home())
    _answer({"databases": found}, lambda document, lang: show.listed(document["databases"], lang))


@db.command(
    "info",
    help="一个数据库：来源、许可、大小；--find 查找过程，--check 核对整个文件。\n\n"
    "One database: origin, licence, size; --find searches processes, --check verifies the whole file.",
    short_help="来源、许可、大小、查找 · origin, licence, size, search",
)
@click.argument("database")
@click.option("--find", "text", default="", help="名称中的文字 · words of a name")
@click.option("--check", is_flag=True, help="核对全部摘要 · verify every digest")
@common
def info(database: str, text: str, check: bool) -> None:
    """One database."""
    opened = _open(database)
    if check:
        opened.opened.stored.packed.verify()
    document = show.info_json(opened, text, check)
    _answer(document, show.info)


@db.command("rename", help="改名。\n\nGive it another name.", short_help="改名 · rename")
@click.argument("database")
@click.argument("new")
@common
def rename(database: str, new: str) -> None:
    """Give it another name."""
    databases.rename_database(database, new, _home())
    _done({"renamed": database, "name": new}, f"{database} → {new}")


@db.command("remove", help="从本机删除。\n\nDelete it here.", short_help="删除 · delete")
@click.argument("database")
@common
def remove(database: str) -> None:
    """Delete it here."""
    gone = databases.remove_database(database, _home())
    _done({"removed": database, "files_deleted": gone}, f"✗ {database}")


def _done(document: Json, text: str) -> None:
    if settings().as_json:
        print_json(document)
    else:
        echo(text)


# ── what linking found ───────────────────────────────────────────────────────────────────────────


@db.command(
    "link-report",
    help="链接报告：链接、未链接、歧义、重复、断链、单位不符，各附数量、例子与对策。\n\n"
    "The link report: linked, unlinked, ambiguous, duplicate, broken, unit mismatch; counts, examples, what to do.",
    short_help="链接报告 · what was linked and what was not",
)
@click.argument("database")
@click.option("--group", default="", help="只看一组，列出全部例子 · one group with all its examples")
@common
def link_report(database: str, group: str) -> None:
    """The link report."""
    report = show.report_json(_open(database))
    if group:
        known = tuple(g["id"] for g in report["groups"])
        databases.one_of(group, known or ("-",), "--group")
        report["groups"] = [g for g in report["groups"] if g["id"] == group]
    _answer(report, lambda document, lang: show.link_report(document, lang, full=bool(group)))


@db.command(
    "quarantine",
    help="被隔离的过程及理由；--exclude 另外隔离一个过程。\n\n"
    "The records in quarantine, with reasons; --exclude puts another one there.",
    short_help="被隔离的过程及理由 · records kept out, and why",
)
@click.argument("database")
@click.option("--exclude", multiple=True, help="过程标识或名称 · id or name")
@common
def quarantine(database: str, exclude: tuple[str, ...]) -> None:
    """The records in quarantine."""
    if exclude:
        _relink(database, exclude=exclude)
    report = show.report_json(_open(database))
    _answer({"quarantined": report["quarantined"], "released": report["released"]}, show.quarantine)


@db.command(
    "release",
    help="按名放行被隔离的过程，重新链接；放行记录在案。\n\n"
    "Use quarantined records all the same, by name; linked anew, and kept on record.",
    short_help="按名放行 · use quarantined records, by name",
)
@click.argument("database")
@click.argument("process", nargs=-1, required=True)
@common
def release(database: str, process: tuple[str, ...]) -> None:
    """Use quarantined records all the same."""
    found = _relink(database, release=process)
    _answer(show.imported_json(found), lambda _, lang: show.imported(found, lang))


def _relink(database: str, release: tuple[str, ...] = (), exclude: tuple[str, ...] = ()) -> Any:  # noqa: ANN401
    need_engine()
    from dataclasses import replace  # noqa: PLC0415

    from carnet.service.db_import import relink  # noqa: PLC0415 - needs the extra

    def change(policy: Any) -> Any:  # noqa: ANN401 - a LinkPolicy
        kept = tuple(name for name in policy.exclude if name not in release)
        return replace(policy, release=(*policy.release, *release), exclude=(*kept, *exclude))

    return relink(database, change, _home(), steps)


# ── figures ──────────────────────────────────────────────────────────────────────────────────────


@db.command(
    "solve",
    help="按方案求解全部产品；给出方法、残差与误差界。--process 只显示这些产品。\n\n"
    "Solve all products under regimes, with method, residual and error bound. --process shows only these.",
    short_help="求解全部产品 · solve all products",
)
@click.argument("database")
@asked
@several
@click.option("--factors", default="", help="自己的特征化因子 CSV · own characterisation factors, CSV")
@click.option("--again", is_flag=True, help="重新求解 · solve again")
@written("全部产品写入 CSV · all products to a CSV file")
@common
def solve(database: str, rules: Rules, processes: tuple[str, ...], factors: str, again: bool, out: Out) -> None:
    """Solve all products."""
    opened = _open(database)
    from carnet.service import db_report  # noqa: PLC0415 - needs the extra

    questions = [db_report.own_factors(opened.opened, factors)] if factors else rules.questions(opened, "solve")
    document = db_report.solved(opened, questions, processes, again=again)
    out.write(opened, _csv(lambda: db_report.scores_table(opened, questions)))
    _answer(document, show.solved)


@db.command(
    "contributions",
    help="一个产品的数字由什么构成：按过程、基本流、气体、类别或地点。\n\n"
    "What a product's figure is made of: by process, flow, gas, category or location.",
    short_help="数字由什么构成 · what a figure is made of",
)
@click.argument("database")
@click.argument("process")
@asked
@click.option("--by", default="process", help="|".join(BY))
@click.option("--top", default=20, help="单列的项数 · parts that stand alone")
@written("CSV、SVG或PNG文件 · CSV, SVG or PNG file")
@common
def contributions(database: str, process: str, rules: Rules, by: str, top: int, out: Out) -> None:
    """What a figure is made of."""
    databases.one_of(by, BY, "--by")
    opened = _open(database)
    (question, *_) = rules.questions(opened, "contributions")
    from carnet.service import db_report  # noqa: PLC0415 - needs the extra

    document = db_report.contributions(opened, question, process, by, top)
    out.write(opened, lambda path: db_report.write_contributions(document, path, settings().lang))
    _answer(document, show.contributions)


@db.command(
    "graph",
    help="供应链图：节点、边、截断以下合计；可写成桑基图。\n\n"
    "The supply chain as nodes and edges, with what lies below the cut-off; as a Sankey with --out.",
    short_help="供应链图与桑基图 · supply chain, Sankey",
)
@click.argument("database")
@click.argument("process")
@asked
@click.option("--cutoff", default="0.02", help="截断：占总量的份额 · share of the figure below which nothing is shown")
@click.option("--nodes", default=25, help="最多节点数 · at most so many nodes")
@written("SVG、PNG或CSV文件 · SVG, PNG or CSV file")
@common
def graph(database: str, process: str, rules: Rules, cutoff: str, nodes: int, out: Out) -> None:
    """The supply chain."""
    opened = _open(database)
    (question, *_) = rules.questions(opened, "graph")
    from carnet.service import db_report  # noqa: PLC0415 - needs the extra

    document = db_report.graph(opened, question, process, cutoff, nodes)
    out.write(opened, lambda path: db_report.write_graph(document, path, settings().lang))
    _answer(document, show.graph)


@db.command(
    "sensitivity",
    help="数字对每个交换量的敏感度（附误差界），一阶方差与蒙特卡洛并列；--global 按组分解方差（Sobol 指数）。\n\n"
    "How the figure moves with every exchange, with bounds; first-order variance beside Monte Carlo. --global shares "
    "the variance out by groups: Sobol indices with intervals.",
    short_help="敏感度：局部与全局 · sensitivity, local and global",
)
@click.argument("database")
@click.argument("process")
@asked
@click.option("--top", default=0, help="显示的项数；默认 20，全局 10 · so many rows; default 20, global 10")
@click.option("--global", "whole", is_flag=True, help="全局：Sobol 一阶与总指数 · Sobol indices, first order and total")
@click.option(
    "--groups", default="category", help="category|flow|FILE.csv，与 --global 同用 · with --global: how to group"
)
@click.option("--samples", default=256, help="2的幂，与 --global 同用 · with --global: a power of two")
@click.option("--draws", default=1000, help="并列的蒙特卡洛抽样次数；0为不做 · Monte Carlo beside; 0: none")
@click.option("--seed", default=1, help="种子 · seed")
@written("CSV文件 · CSV file")
@common
def sensitivity(
    database: str,
    process: str,
    rules: Rules,
    top: int,
    whole: bool,
    groups: str,
    samples: int,
    draws: int,
    seed: int,
    out: Out,
) -> None:
    """Sensitivity to every exchange, or to groups of them."""
    opened = _open(database)
    (question, *_) = rules.questions(opened, "sensitivity")
    from carnet.service import db_report  # noqa: PLC0415 - needs the extra

    table = (
        db_report.variance(opened, question, process, groups=groups, top=top or 10, samples=samples, seed=seed)
        if whole
        else db_report.sensitivity(opened, question, process, top or 20, draws=draws, seed=seed)
    )
    out.write(opened, _csv(lambda: table))
    _answer(table.json(), show.variance if whole else show.sensitivity)


@db.command(
    "montecarlo",
    help="每个交换量重新抽样；同一种子、任意线程数给出同样的数字，各产品与方案共用抽样。\n\n"
    "Every exchange resampled; one seed gives the same numbers for any number of threads, products and regimes.",
    short_help="每个交换量重新抽样 · every exchange resampled",
)
@click.argument("database")
@asked
@several
@click.option("--draws", default=1000, help="抽样次数 · draws")
@click.option("--seed", default=1, help="种子 · seed")
@click.option("--threads", default=0, help="线程数；0为全部 · threads; 0: all")
@written("CSV文件 · CSV file")
@common
def montecarlo(
    database: str, rules: Rules, processes: tuple[str, ...], draws: int, seed: int, threads: int, out: Out
) -> None:
    """Every exchange resampled."""
    opened = _open(database)
    questions = rules.questions(opened, "montecarlo")
    from carnet.service import db_draws  # noqa: PLC0415 - needs the extra

    positions = [opened.position(p) for p in processes]
    table = db_draws.montecarlo(opened.opened, questions, positions, draws=draws, seed=seed, threads=threads)
    out.write(opened, _csv(lambda: table))
    _answer(table.json(), show.montecarlo)


@db.command(
    "scenario",
    help="情景文件（TOML）：改动数据库的若干输入，给出产品的新数字；不给 --process 则列出变化最大的。"
    "前景文件（CSV 或含 [[process]] 的 TOML）：自己的过程接在数据库上，情景为列，一次算完。\n\n"
    "A file of scenarios (TOML): inputs of the database changed, products scored anew. A foreground (CSV, or TOML with "
    "[[process]]): processes of your own on the database, scenarios as columns, all at once.",
    short_help="改动输入，或自己的前景 · change inputs, or your own foreground",
)
@click.argument("database")
@click.argument("file")
@asked
@several
@click.option("--top", default=20, help="不给 --process 时的项数 · rows without --process")
@written("CSV文件 · CSV file")
@common
def scenario(database: str, file: str, rules: Rules, processes: tuple[str, ...], top: int, out: Out) -> None:
    """Change inputs, or score a foreground."""
    opened = _open(database)
    questions = rules.questions(opened, "scenario")
    from carnet.service import db_foreground, db_scenarios  # noqa: PLC0415 - needs the extra

    own = db_foreground.is_foreground(file)
    if own:
        table = db_foreground.foreground(opened.opened, file, questions, processes)
    else:
        found = db_scenarios.read_scenarios(file)
        positions = [opened.position(p) for p in processes]
        table = db_scenarios.scenarios(opened.opened, found, positions, questions, top)
    out.write(opened, _csv(lambda: table))
    _answer(table.json(), show.foreground if own else show.scenario)


# ── for use elsewhere ────────────────────────────────────────────────────────────────────────────


@db.command(
    "publish",
    help="发布为因子集：各气体与来源的千克数，四舍五入后附严格误差与摘要。\n\n"
    "Publish a factor set: kg of each gas and origin, rounded, with a rigorous error and a digest.",
    short_help="发布为因子集 · publish as a factor set",
)
@click.argument("database")
@asked
@click.option("--process", "processes", multiple=True, help="过程标识或名称；默认全部 · id or name; default: all")
@written("JSON文件 · JSON file")
@common
def publish(database: str, rules: Rules, processes: tuple[str, ...], out: Out) -> None:
    """Publish as a factor set."""
    opened = _open(database)
    questions = rules.questions(opened, "publish") if rules.regimes else []
    from carnet.service import db_publish, db_report  # noqa: PLC0415 - needs the extra

    positions = [opened.position(p) for p in processes] or None
    document = db_publish.publish(opened.opened, positions, questions, local=out.local)
    if out.path:
        db_report.write_json(out.path, db_publish.write_set(document))
        echo_written(out.path)
    _answer(document, show.published)


@db.command(
    "export",
    help="把全部产品的数字写成表。\n\nWrite the figures of all products as a table.",
    short_help="全部产品写成表 · all products as a table",
)
@click.argument("database")
@asked
@written("CSV文件 · CSV file")
@common
def export(database: str, rules: Rules, out: Out) -> None:
    """All products as a table."""
    if not out.path:
        raise UsageError((missing_option("--out", "db export", "写到哪里", "where to write"),))
    opened = _open(database)
    questions = rules.questions(opened, "export")
    from carnet.service import db_report  # noqa: PLC0415 - needs the extra

    db_report.need_free(opened.opened, local=out.local)
    table = db_report.scores_table(opened, questions)
    target(out.path, "table").write(table.csv())
    _done({"written": out.path, "rows": len(table.rows)}, f"→ {out.path}")
