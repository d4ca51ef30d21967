"""Codes of packs: (cause zh, cause en, fix zh, fix en).

PCK-00x: the zip · 01x: manifest and signature · 02x: the files · 03x: what is in them · 04x: who issued it ·
05x: views · 06x: keys.
"""

from __future__ import annotations

# fmt: off
PACK_CODES: dict[str, tuple[str, str, str, str]] = {
    # the zip
    "PCK-001": ("这不是证据包：内容是{what_zh}。", "This is no pack: its content is {what_en}.", "请向出具方索取 carnet pack 写出的 pack.zip。", "Ask its issuer for the pack.zip that carnet pack wrote."),
    "PCK-002": ("zip 结构与签发时不同：{where_zh}，自第 {offset} 字节起。", "The zip is not the one that was issued: {where_en}, from byte {offset}.", "请索取原件；若只是解压后重新压缩，各文件的摘要仍可单独核对，但整包不再是签发的那一个。", "Ask for the original. If it was only unpacked and packed again, the digest of each file still holds, but the pack is no longer the one that was issued."),
    "PCK-003": ("文件“{value}”在包中出现了不止一次，不同软件会读到不同内容。", "The file {value} stands in the pack more than once; two programs would read two different contents.", "请向出具方索取原件。", "Ask the issuer for the original."),
    "PCK-004": ("文件“{value}”不在清单中。", "The file {value} is not in the manifest.", "请勿采信该文件；向出具方索取原件。", "Do not rely on this file; ask the issuer for the original."),
    "PCK-005": ("文件“{value}”的位置与清单次序不同。", "The file {value} stands at another place than in the manifest.", "请向出具方索取原件。", "Ask the issuer for the original."),
    "PCK-006": ("文件为 {size} 字节，超过上限 {limit} 字节。", "The file has {size} bytes; at most {limit} are read.", "确认这是 carnet pack 写出的文件。", "Make sure that carnet pack wrote this file."),
    # manifest and signature
    "PCK-010": ("缺少清单 manifest.json，无法核对任何文件。", "The manifest manifest.json is missing; no file can be verified.", "请向出具方索取原件。", "Ask the issuer for the original."),
    "PCK-011": ("清单 manifest.json 无法采信：{detail_zh}。", "The manifest manifest.json cannot be relied on: {detail_en}.", "请向出具方索取原件。", "Ask the issuer for the original."),
    "PCK-012": ("清单由更新版本的 Carnet 写出：{detail_zh}。", "The manifest was written by a newer version of Carnet: {detail_en}.", "升级 Carnet 后再核对。", "Update Carnet and check again."),
    "PCK-013": ("缺少签名 manifest.sig。", "The signature manifest.sig is missing.", "请向出具方索取原件。", "Ask the issuer for the original."),
    "PCK-014": ("签名 manifest.sig 无法读取：{detail_zh}。", "The signature manifest.sig cannot be read: {detail_en}.", "请向出具方索取原件。", "Ask the issuer for the original."),
    "PCK-015": ("签名 manifest.sig 不成立：它或公钥、标签、时间已被改动。", "The signature manifest.sig does not hold: it, its public key, label or time was changed.", "请勿采信；向出具方索取原件。", "Do not rely on the pack; ask the issuer for the original."),
    "PCK-016": ("清单 manifest.json 与签名所指的不是同一份：清单已被改动。", "The manifest manifest.json is not the one that was signed: it was changed.", "请勿采信；向出具方索取原件。", "Do not rely on the pack; ask the issuer for the original."),
    # the files
    "PCK-020": ("缺少文件“{value}”，而任何视图都不得省略它。", "The file {value} is missing, and no view may leave it out.", "请向出具方索取原件。", "Ask the issuer for the original."),
    "PCK-021": ("文件“{value}”已被改动：摘要与清单不符。", "The file {value} was changed: its digest is not that of the manifest.", "请勿采信该文件；向出具方索取原件。", "Do not rely on this file; ask the issuer for the original."),
    "PCK-022": ("文件“{value}”未披露：清单列有其摘要，本视图不含其内容。", "The file {value} is withheld: the manifest has its digest, this view does not have its content.", "如需查看，请向出具方索取含此文件的视图；其摘要与本包相同。", "If you need it, ask the issuer for a view that has it; its digest is the one in this pack."),
    "PCK-023": ("文件“{value}”的大小与清单所写不符。", "The size of the file {value} is not the one in the manifest.", "清单自相矛盾；请出具方重新出具。", "The manifest contradicts itself; ask the issuer to issue the pack anew."),
    # what is in them
    "PCK-030": ("清单自称非草稿，但方案 {value} 的数值不可签发。", "The manifest says it is no draft, but the figure under {value} cannot be issued.", "按草稿看待本包；请出具方更正。", "Treat the pack as a draft; ask the issuer to correct it."),
    "PCK-031": ("文件“{value}”内容不合格式：{detail_zh}。", "The file {value} has content of the wrong form: {detail_en}.", "请出具方用当前版本重新出具。", "Ask the issuer to issue the pack anew with a current version."),
    "PCK-032": ("重新计算得到的“{value}”与出具的不同。", "Recomputing gives another {value} than the one issued.", "请勿采信该数值；向出具方说明不一致之处：{detail}。", "Do not rely on this figure; tell the issuer where they differ: {detail}."),
    "PCK-033": ("方案 {value} 无法重新计算：{detail}。", "The figure under {value} cannot be recomputed: {detail}.", "请出具方检查包内的研究与配方。", "Ask the issuer to look at the study and the recipe in the pack."),
    "PCK-034": ("文件“{value}”的摘要与结果的配方所写不符。", "The digest of {value} is not the one the recipe of the result names.", "请勿采信该方案的数值；请出具方重新出具。", "Do not rely on the figure of this regime; ask the issuer to issue the pack anew."),
    "PCK-035": ("出具时的计算程序为 {value}，此处为 {here}；数值逐字节相同方为一致。", "The pack was calculated by version {value}, this is {here}; only the same bytes count as the same.", "若有不同，用版本 {value} 再核对一次。", "If anything differs, check once more with version {value}."),
    "PCK-036": ("配方有 {count} 条记录因许可未随包提供，方案 {value} 无法逐字节重算。", "The recipe lacks {count} records that a licence forbids to pass on; the figure under {value} cannot be recomputed byte for byte.", "持有这些记录许可的一方可以重算。", "Whoever is licensed to use these records can recompute it."),
    "PCK-037": ("签名使用当场生成的演示密钥（DEMO）：只证明完整性，不证明由谁出具。", "The signature was made with a key generated on the spot (DEMO): it proves integrity, not who issued the pack.", "正式使用须由出具方以其自有密钥签署。", "For real use the issuer signs with a key of their own."),
    "PCK-038": ("这是草稿包：至少有一个方案的数值不可签发或不存在。", "This is a draft pack: at least one regime has no figure or one that cannot be issued.", "见各 headline.json 的 blocked_by 与 missing。", "See blocked_by and missing in each headline.json."),
    # who issued it
    "PCK-040": ("信任文件无法使用：{detail_zh}。", "The trust file cannot be used: {detail_en}.", "信任文件是 JSON 列表，每项含 name、algorithm（Ed25519）与 public_key（64 位小写十六进制）。", "A trust file is a JSON list; each entry has name, algorithm (Ed25519) and public_key (64 lower-case hexadecimal digits)."),
    "PCK-041": ("出具方的密钥 {value} 不在信任文件中。", "The issuer's key {value} is not in the trust file.", "经其他途径向出具方核实密钥后，再加入信任文件。", "Confirm the key with the issuer by another way before adding it to the trust file."),
    # views
    "PCK-050": ("没有视图“{value}”。", "There is no view {value}.", "可用的视图：{candidates}。", "Views: {candidates}."),
    "PCK-051": ("包不完整，不能由它导出视图。", "The pack is not whole; no view can be made of it.", "先用 carnet check 查看哪一部分有误。", "See with carnet check which part is wrong."),
    "PCK-052": ("视图“{view}”须含文件“{value}”，而所给的包没有它。", "The view {view} shows the file {value}, which the given pack does not have.", "从完整的包导出该视图。", "Make the view from the full pack."),
    "PCK-053": ("包中的研究未披露，无法重新计算。", "The study is withheld in this pack; nothing can be recomputed.", "向出具方索取 certifier 视图。", "Ask the issuer for the certifier view."),
    # keys
    "PCK-060": ("密钥需要名称，且不得叫“{value}”：DEMO 只用于当场生成的密钥。", "A key needs a name other than “{value}”: DEMO is for keys made on the spot only.", "给密钥起一个能说明其所有者的名称。", "Give the key a name that says whose it is."),
    "PCK-061": ("口令不足 {least} 个字节。", "The passphrase has fewer than {least} bytes.", "换一个更长的口令。", "Choose a longer passphrase."),
    "PCK-062": ("无法打开密钥文件：口令错误，或不是加密的 Ed25519 私钥。", "The key file cannot be opened: the passphrase is wrong, or it is no encrypted Ed25519 private key.", "检查口令与文件。", "Check the passphrase and the file."),
}
# fmt: on
