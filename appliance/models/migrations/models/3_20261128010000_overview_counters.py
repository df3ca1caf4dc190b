"""Counters of quarter hours in place of days, of branches of tags, of pinned memos."""

from tortoise import BaseDBAsyncClient

from appliance.models.statements import run

# Behind a start on MySQL that was cut off, the same is made again.
_CLEARED = "DELETE FROM appliance_counter WHERE kind IN (2, 5, 6) OR (kind = 4 AND name = 'pinned')"
# QUARTER stands for what each database computes.
_QUARTERS = (
    "INSERT INTO appliance_counter (creator_id, state, visibility, kind, name, value)"
    " SELECT creator_id, state, visibility, 5, QUARTER, COUNT(*) FROM appliance_memo"
    " WHERE parent_id IS NULL GROUP BY creator_id, state, visibility, QUARTER"
)
_BRANCHES = (
    "INSERT INTO appliance_counter (creator_id, state, visibility, kind, name, value)"
    " SELECT creator_id, listing, visibility, 6, tag, COUNT(*) FROM appliance_memo_tag"
    " WHERE kind = 2 AND listing IS NOT NULL GROUP BY creator_id, listing, visibility, tag"
)
_PINNED = (
    "INSERT INTO appliance_counter (creator_id, state, visibility, kind, name, value)"
    " SELECT creator_id, state, visibility, 4, 'pinned', COUNT(*) FROM appliance_memo"
    " WHERE parent_id IS NULL AND pinned GROUP BY creator_id, state, visibility"
)
_SINCE = "(create_time + 62135596800)"


def _filled(quarter: str) -> tuple[str, ...]:
    return (_CLEARED, _QUARTERS.replace("QUARTER", quarter), _BRANCHES, _PINNED)


STATEMENTS = {
    "sqlite": _filled(f"printf('%09d', {_SINCE} / 900)"),
    "postgres": (
        'ALTER TABLE "appliance_counter" ALTER COLUMN "name" TYPE VARCHAR(320)',
        *_filled(f"LPAD(({_SINCE} / 900)::text, 9, '0')"),
    ),
    "mysql": (
        "ALTER TABLE `appliance_counter` MODIFY `name` VARCHAR(320) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL",
        *_filled(f"LPAD({_SINCE} DIV 900, 9, '0')"),
    ),
}


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Make the counters from the rows."""
    return await run(db, STATEMENTS)


async def downgrade(db: BaseDBAsyncClient) -> str:
    """Going back would drop what people wrote: restore a backup instead."""
    raise NotImplementedError


MODELS_STATE = (
    "eJztXWFz2zbS/isYfWlvRs0kTuLkjT/Zqdvz+6Z2x3avd5N0JIiEJJwogkdAVtS++e+HBU"
    "kJlEAJlCiJojGTmVgEFqKeBcF9Fovdv1pj5pOAv/iNk7j1Af3VCvGYyD9y19uohaNocRUu"
    "CNwLVEfZElAceqQzyfr2uIixJ2RrHwecyEs+4V5MI0FZCDKXIcKexyaheIG6IAbf2kWUIy"
    "o4iia9gHoIriEc+shj4wjHhKPeTBDUZ7H64wV8lc88+V00HFQ66iSk/5mQjmADIoYKl89/"
    "yMs09MlXwuHj51bM5M+Hi37rD2iMRp0+JYGfA1E2yiZ1vSNmkbp2RQc3ofhJ9YVf0Ot4LJ"
    "iMw0X/aCaGLJwL0FDA1QEJSYwFgW8Q8QRQDSdBkKohAzq59UWX5J41GZ/08SQA3YB0cgOL"
    "a61O5/busfNw/djptFb0lklooKeXPBaCzuWtcgXAAG7hh/85O3v9+t3Zy9fn79++effu7f"
    "uX72Vfdb+rTe++JTezQCsZSmF28/PN7SPcEJMTK5l3cOGbksECJ1JKNQv0symwqoOPQxyb"
    "NaDLLOlB/sBlPWSo11cRY/y1E5BwIIby49nbt2tA/sfl/ce/X95/L3v9LQ/1bdp0lrQB6g"
    "uUswchj/DDGAdB4TzPZDbPdBuEswsLiBfLzuEm++uzd+fz6Q0f1k3oh18uP33KZvACSy7k"
    "zy4L5lzocGi+qj+UZIxpsArlI/laAONcoJrH3gbGVmtPOK6B6/H6n2ohHXP+n0B/uL//5f"
    "Kf6rkfz9KWT3e3P2fdtcXg46e7qyWwfcqjAM865tW2GPNlOQd9aejxk3z9xZ1JXGqy56Uc"
    "7OVnvHabZSZ8XswBXxr4CHM+ZbHfGWI+LAP9iqADvzT4XkwkNB1BTcv8OmKzJNgku+8gJE"
    "cjNZG/nQqWBJ0KSqkAKH5/pNFMuNDD3miK5ZKy0sLOWFHf1abx2Xj5Cg7xQMEJvxtuOHXH"
    "/EpizkIcXHoe4fyRjUjYMnhtTN3adk6cKBXtYCXbEXPhzV4dpDorX0rSwJWnRQ7OLxALg5"
    "lyxDz8/fKHs7fniIZoSL6Ce2ZEImFw5+w8nI0fBwh/J/G7OFdOfV05JvjXeHGM6J++A+f1"
    "uYX/5vV5ofsGmvKvE/WIFdhSxfjmpRoH8/kbC5jP3xTCDE2OLjiL9fmaSzlP3NeIxtuoYE"
    "lwKxWki8jz1kCAuYDduS10sCLqtLA1c1tYmiVY20LILUG7Mba8JlbV8BOLCR2E/0dmShU3"
    "8r6BERmgX9obPzEVfMvmWHZ18YDGeDqnPvrUk79d/mIiErPw8uHj5Y/XrW/HocD3pB8TPi"
    "zkvrn2th3pjROZMmT3LiQpP2V9hBGXXFm2vECXKGawIedLhkqQnEIz3kacITHEQvHVmEhg"
    "gaaGTFCP+KvEt9qhbUhw+hUdx4AdA64d/HtmwEc1Ty3eDU2d6noEidiOoy0JOtN0Ww1o63"
    "8pBeTlnIFalYGa4lqBjfqwGOnEFGFrpubnYJ0s1Qx7g5GqqcXGPtXmg802DJdThPg/0BD5"
    "5EkaghK4IZHdxzSYgU2ZmruJkckT+7HPgoBNE8tSikth045MhSOX3JxRjghOSJgs985Mra"
    "mZChqTj0OCn62fOy/l3Nzlo8B8Xz53vAxD0EQaAPi+N3DcPsLRjdSlN0ApLazKOkU4R/Zp"
    "QO8c2c10ZP9Cxqxl4AbquiUxGGd9LVhByIS8zmKE4ezbWBpbH+SfMAKaUjGUf8N5ODg89y"
    "jXSI7kB0Qi5g0RJxJjn5sIQTWD2nCBgHIBX9tO36ks0+kT5bRHAypmydPjS22PyKwlR8hJ"
    "2fZbN3oaRLl5+DUdIxpKDmW4hwQpLRgNLubvxjno68t8nIN+Pw56Z3of3+JzQefHVsHiXV"
    "FKATmxw8H/slHYay/zbWa/Q3+3zSl3KLpV0aFozQotA6ZuvDZnj7UKQPNGfxlM85JulupH"
    "POcEaWmpZSwgODTjuRBawrInpfYF5vzKYbcQru7uPuW2EK5ulvcIfvvl6vr++1fKzJadqC"
    "hYXIeYdwIajkqirYs5vEviLTAfdWBN3QL0nKxDviTyHvNNBGYT6JmYw7sk3jSELFvgb1UT"
    "17A/uRF70xBODyX0EBMwNUzBRGtD6zSpxhgnh96wZB6GO+0E8j8xMS09PwUMFxndJuklVf"
    "RB/PQM8DXI/nj329Wna/Tr/fXHm4ebu1v1EGTxEEljfsLfX19+KsSdhYNdgNfFHfJlkI8C"
    "7JEhC3zT/mRxHFCR/FZe8tOBfi8hQQIPDO/bYuyz/gcMBvr8R6spYFNhyoK4Bu1MoAGxV4"
    "cGm4c0ikipAENNxAFe/hA9C0XJiE5N5HCAN2j1TvHr9OEdaPCFbURek3QK2DZxBCsf55aX"
    "cxueW7OnXDSMPf45sQbtVhw30DCd1QYe5WINc7GG+cffHG64OssrwDWLGjytyW0La+6prl"
    "sQ5yMetAriOKGpbR/K2RFpf4twThVj2WeT0Ee9mTpdJYUvkIfjmBKOpnD0CjYKOFIxICp1"
    "XkxAH56QEqZgziqGNIRyfm6p35YobyRnWoLAIAllzAV56q1ttGXMZ/EghWIuprKWMZWZJs"
    "tsrGcyTTK9qthVT58G2/jUtHsjuMNShOrZS5sQ1bOXxTGq0OboQg2WDhfa5EKbTgzX0wrk"
    "bdw6oZmi9uBrQg76qnwK2dm1wxDfuqnAlvlqU69OvPdSCOwN4bxfy0B9tda2HfvFeQkL/t"
    "unAUkS5AFE6gwiMNaQCTQjko4qGiuYJKlGrltW3OaIor5MME7VvRoO8S0dijGf9NPGKujf"
    "C1jPZew79pvFHQh0BwKfx6vcHQislQrmb5gV/Iv3xjSRxpxGO3v15t2b96/P38zRnl9ZB/"
    "IqoGARlC1gqMs0wlV28MApQKvEWzLr3wiwD1Cdl9M/S67QmYRbmrc/sTrEZ2/Py0zrhUQD"
    "J3b12djkegxluoOCo2trivwuC7powC0qcM4ChkvFpGkiBwT8r29NgTyj+qUWck2oQVsbB1"
    "7K3b7ec/TXP9up70IADx8CeNh9kJpN7cq2QZZflxUgepUO00xENfMgh+j99cPj/c3Hx2Pt"
    "LCnUDXtKmTZsdpOyCbB5H+lqJiArpVBxjC9Ql8snV95XF8G3c5XdHi5JyW5M+iQmcviuuj"
    "wiM6g5TA2Vi6sadPOek9v6qeXWT6rwUh6AhYhzAVi4AOYPThkemhNqBMwHP3vp/InOn3jc"
    "DWVX3KGBUzyW9ifeqkLxsuSeCH8zjZgVvn88m//jcBKOWgWGf9JYwvrveHMJi1iyiBIvjQ"
    "YDYWmGRwLscDDJwcjrYZCTF5JzT7JjN9tL75qCy3Yez3iKSnfozsPLHCGoy7O0jhCcTLDG"
    "/jVRWbxGYVaKKxrieFbwxi7MS9ED0n6CsK6bq2C/6wxA2kBXN7eX9/8yU4Csv5x6YhCrgV"
    "pX/3q8vqzDdlTdcK+FU/6wns66qWBXV+fR64MKkfw8Q31QkR1Ls6sPuuhuVbk+FXiBbpVH"
    "UloiHo6okAKqQg/YKVMak+84eCR5GzGwQpI2NpEGy9RQHbTCcXdwfJoj+IqZcrXRezWKu6"
    "6KJhcbNU84mJRyv80FnOvN0vVWE372kU2k2RSbVqqsyXKl8rTuViuVErhAIXmSRKlHoJLw"
    "nyRmbeTHLIqIylQRsh7zDad8tpA3Eq/8ju68tESWaSBbQrRzr46W1cZ6WreCueieY3u2T6"
    "S2y/6Bd0f264urS0NTHZbHtc+PjeP+E9EUGOXr3mZFZvlJz9Xns3kin51wQO7ZtGUyz+eN"
    "tga6ErC3z0ko4hnEOBGpfRXHNMRcmtsUzGc0wJHyAsDmnDSzYxTIiYQgn5ycdIaCwpWMuI"
    "P3IPvOcg+QLlXNM+Rs84KXbvGLouCF24wXhdV7Ys1rYvktUfaca6Pewoc/MGXO8bruvFR8"
    "8OTpjTmfxqYSnNKUXpdyZ0a25fPSXNjCnaJLOey3xX7B4Ts90mdxab+KcYAG6aNaF0sH94"
    "WpupE1xnN5B/FJRWM20xSvFZl9yAhVIaN90CiXPa3t6ExtM799HBJJL7mQNznuAfekTyS8"
    "QFRwFLMpCpg3QgGBdOiStk5jKp9noKZYIKz46Sq/rWTEio8FrV+wqtziqAOr3X6FKr0R7n"
    "xujV2mHmPMh8RfnwVztZPlYrVIhtkRMIbdanWJksgmX+W2/DBfVDBH//twd/sC3cgLKhyZ"
    "CzzjaBIKGiAxpDxxuaEBIwaXXHXD2qTQzO+sZqkukztI3ux/uNyX9XgU162Ix8x9eey18B"
    "DZL13MwqHn+kIByWJUXgF5OaeAHRWwBUFcEnQq2FoFLiHV0RJSKTh559/cdJpoXVnQvFwj"
    "3rXPKAQ3JRMqy08x18iSANmwjK2oBR4MYjJQW+6J/f9BBfUnOfSBGnhsDMSFtxEOgAZggc"
    "D1Ah4N6DleRzB2H/xL+CWE9FLJkQLASAX4Uh9NqZzvE/Cj9JPTMXACIRkf2Mx4wgWS7QF9"
    "IkmhOyqSdC1fwoTRwPerTaLv5OCeCiuugtpMjBzH0RpHa+q11Dpa08i57mhNzRTgaM0xjy"
    "OENIpIqVAdTaQR6/yho3UKT/GvozJFZ/gd5DaQz83sMqDnhBzsp0Ue70mAU3hWmOO8rV2i"
    "TnmsC22kj12Q6SKVfY9DUbWukie+GsyQQcdGYFOhcV1ivlWUI2TGHo511Y51uZKdx0zLln"
    "tESqnAIOxUsVu0g6ueuse04fp8ddBugtbwdNcpuc49kSZJocmTtlmaPLHef6O18zt4jyF+"
    "b8JJDIEw4YhDij+4lLiyx4yLYIZwiOTHf9MLJMcfIpg+spNnCBusZshNFlPelZb96GRar1"
    "pPWm9nONXTcMqrcEURxY7rFcFGED6XRriRRpLbRaiRAhxXcwShDirYC0FwJbAsUbUpgXUc"
    "WgDT+UHaPaRl4AWLRktioGYPn0tYxNFA3dEkZL47oX4XUa6iTKTh7iNOJG4qT7i06y/UeZ"
    "8kjoVETBrzspmFvjFCv6JRbaJYtAcmi1xxTKAW74J1TOCYgSs1yom6p7AVZ/Mf0+QkXyMa"
    "b6OCJUEXk+xY14kqwLEux7rqoALHuhzrMrEuAH5NtQO9uW3HvGAjZOuyB9nWCQxygbojMl"
    "OU6efr2+v7y0+Ixejx8ueHtRUOSgxh3HZR958oSsq6fOH1Wdzba2gUqGoF/jUpCYkpnbLb"
    "PDFtnrhiEgeNAdXWH/vFRBNyFmNVFuOEm7KIOdsmb9toU69Ohs3DkMXCmxjTv8zbLE0arv"
    "e3cCX3aQDpoeBgo8oOJQJygQLK4SRlWmsyKS8pP0yHFMJBhmSGpiQmaIx9Q5hJRWNuMngm"
    "hmhcZ/DU0uBxBx735jlWD1cZg2cu0Ah4D23wkK9RTDg31mAtxjwv5YB3lmbdV3NnaTbT0v"
    "yRQGqKeGayNOdtlpamr/e3q/LxREKIQFZZMKZ4BmeyVIpS0hsyNmrnjUPWVx+SnKsoYIOC"
    "Qh87DgrJPrpQuU+53vox+5OAVUoSqWR02SDwSF6SzWN1HSTRY7koiM+t9J6yEoB6GllP0C"
    "dTzb/Pi0JloXzBzPcZs7CJ/JAueMIZwbWDf88mcF2q7Twb42CpVEOybpWY2rpMI4zhfXu1"
    "4e1Uhm9k/RsB7qGZxqkUE32133WkihoMWAgyjgRfRbMQSF3kcFi+3C+WZ6/evHvz/vX5mz"
    "mg8yvrUDWUvdQtQPt3XU7Mvex2i1BzYZrHVEGfhpQPt1DBkqAL09xWA/Cqm5RZ0hcCbkFf"
    "zYyBS2bgXUi4on6lbbu8s8R+8cjLueW7Kl9yimsF7uTfFyOdmCJsPcr5OVgnp3KGvcGnrK"
    "nFxqWszQeL2IUQYd+HjbUkhzM4aVngg4sXq4jK77hKa8HLHIKrZkybI3DaDoHz2jqvbe3g"
    "37PX1qc8CvCsU7aG9LKc83Fts5seB2UwT7s7qLdxJ0ozRt5PJzlAXQb1VUmngG1SAzunzb"
    "FdBpPI304FS4JOBdurwMVP1YTzuvipE46fumWC9qlXmAY71962I73hsoxVLFVEiUeAl4Zk"
    "yl+gNNc18FUIb0oqHMEBwqz0UcJn4aocxMB8KxhTRVLlUmwvyRI/zTOZjhFJ9gwjArlOR4"
    "FDkWlvayYdy7uGSLSlhDKcyE5JPhn4OM/PDR9c0u76rJXtNfTbpSR43km73Y6bvDKSv3YV"
    "/vUBKZlMkx6AKkJSinYvN4f3HHoL8wTiexy1PvrasGT7lFmhc4JOBdsHRMztzFIKyIk5+K"
    "ui19m8dhR7c+mF3AqwOYVSMmMdsJuAzT3ZdfJe3PhAssXs15g9UV+x6RUPxkqftp0Xg6Zy"
    "nUgXtChzAYf+I8KiAM7+zxDsesCRLSpBJti/QF2Jd58OlC8BqjmrdLRDJn8vwmlaWlOpi6"
    "qG3eyAcK6DWroO3M79vlIOzExlQNYTqEymSXZOFQzKpW846F5w8pKSXxd3khw1ZaA3Cjs1"
    "bFetV756y2C/kHCAn1bRWLD1M5vSZG/m2i1tzXRzUBOyChb1PDYJBcLyH8qs1GQLC6xDDu"
    "Yh5mmcZ8mY0eqGNuYN0G1q+YyQOOxMsq0sfZM+6+byYp2Eiaqr1dZO1WUasRbu21zVnpcS"
    "MOelGgj02du3FkjLXoVQqza3IVCLNcbF2tVJBS7WriabAS7W7oRj7X6LAobz5mq+xZYtLH"
    "rb5cMl87NfXNAgkIZ6TJ8k0KWKqW01DkTQQf213kzI9oASIA7ecJIWau72AtbrttFUDkue"
    "JMPgQj4MA6KC6dQXTuF7BgwJ9gFxhnA4+xJKi9GDA20eDlUWM9UbUkJA/J1oK8c3Bs+4tH"
    "jiSQRRetCAAoKf5F2EDCpFD6yj8fQ6bsBP4J7nH/SXjIu5qycrcY7zPTERLAT2hhDaWsb1"
    "lZdqBBM5/BmsP8tmh0slnCm2a2TSdmFJB7aD95wuxKUpem6T37Hwo6sgsztLwa8JOeh3W4"
    "BcJc/DKmCNG8TVPsxmWgW1D5fXmApQvUqHaSiq2qJaJ//S/SQMzTGQaUvbzr8UL3pv9C89"
    "wqnHACenLCFLPZzTgb+nLB5lmeoXyekT58x0yNLIRGoIddx9SPA6/T5kyqOUXFQZ7gnmRA"
    "3CE5lkDI66qkWZKF0o3xQQOQiCWgAcfa/8WV/CMQ0Cmnq14F4gNz+bhsgLmDdqp0WfQgaJ"
    "iuG4JxwE5Wm9KPA3kfhvuwZfmvPKFLsxqs0nUyM/RlXpqIsdRqeUgL1ZTA+e1nLhAwuJBq"
    "SP3Hfe9cVCV25q5+Xc5N7BiD2OaXBJYvmCMpkGaYulaYAXvTeZBsXKqPgEwnPZRdkxR2/x"
    "606aSeYCcMWrribSCAf+AUKJ4PEqgXDavYHovnr50gJd2asQXdW2EoEtjPtQcBSqMARbmD"
    "ehfOoJ9P+qwOsJor0GXABj/WbU8r4TgMO4GMRqFDXA0WOxv/0XCG8n5g=="
)
