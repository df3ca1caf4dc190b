"""Jobs: work that takes longer than a request."""

from tortoise import BaseDBAsyncClient

from appliance.models.statements import run

SQLITE = (
    """CREATE TABLE "appliance_job" (
        "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        "uid" VARCHAR(36) NOT NULL UNIQUE,
        "kind" VARCHAR(64) NOT NULL,
        "state" SMALLINT NOT NULL,
        "step" VARCHAR(64) NOT NULL,
        "done" BIGINT NOT NULL,
        "total" BIGINT NOT NULL,
        "request" TEXT NOT NULL,
        "result" TEXT,
        "reason" TEXT NOT NULL,
        "actor_id" BIGINT,
        "scheduled" INT NOT NULL,
        "cancelled" INT NOT NULL,
        "create_time" BIGINT NOT NULL,
        "start_time" BIGINT,
        "finish_time" BIGINT
    )""",
    'CREATE INDEX "appliance_idx_job_state_id" ON "appliance_job" ("state", "id")',
    'CREATE INDEX "appliance_idx_job_kind_id" ON "appliance_job" ("kind", "id")',
)
POSTGRES = (
    """CREATE TABLE "appliance_job" (
        "id" BIGSERIAL NOT NULL PRIMARY KEY,
        "uid" VARCHAR(36) COLLATE "C" NOT NULL UNIQUE,
        "kind" VARCHAR(64) COLLATE "C" NOT NULL,
        "state" SMALLINT NOT NULL,
        "step" VARCHAR(64) COLLATE "C" NOT NULL,
        "done" BIGINT NOT NULL,
        "total" BIGINT NOT NULL,
        "request" TEXT COLLATE "C" NOT NULL,
        "result" TEXT COLLATE "C",
        "reason" TEXT COLLATE "C" NOT NULL,
        "actor_id" BIGINT,
        "scheduled" BOOL NOT NULL,
        "cancelled" BOOL NOT NULL,
        "create_time" BIGINT NOT NULL,
        "start_time" BIGINT,
        "finish_time" BIGINT
    )""",
    'CREATE INDEX "appliance_idx_job_state_id" ON "appliance_job" ("state", "id")',
    'CREATE INDEX "appliance_idx_job_kind_id" ON "appliance_job" ("kind", "id")',
)
MYSQL = (
    """CREATE TABLE `appliance_job` (
        `id` BIGINT NOT NULL PRIMARY KEY AUTO_INCREMENT,
        `uid` VARCHAR(36) NOT NULL UNIQUE,
        `kind` VARCHAR(64) NOT NULL,
        `state` SMALLINT NOT NULL,
        `step` VARCHAR(64) NOT NULL,
        `done` BIGINT NOT NULL,
        `total` BIGINT NOT NULL,
        `request` LONGTEXT NOT NULL,
        `result` LONGTEXT,
        `reason` LONGTEXT NOT NULL,
        `actor_id` BIGINT,
        `scheduled` BOOL NOT NULL,
        `cancelled` BOOL NOT NULL,
        `create_time` BIGINT NOT NULL,
        `start_time` BIGINT,
        `finish_time` BIGINT,
        KEY `appliance_idx_job_state_id` (`state`, `id`),
        KEY `appliance_idx_job_kind_id` (`kind`, `id`)
    ) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin""",
)
STATEMENTS = {"sqlite": SQLITE, "postgres": POSTGRES, "mysql": MYSQL}


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Make the table."""
    return await run(db, STATEMENTS)


async def downgrade(db: BaseDBAsyncClient) -> str:
    """Going back would drop what people wrote: restore a backup instead."""
    raise NotImplementedError


MODELS_STATE = (
    "eJztXW1z27ay/isYfWnPjJpJnLee5JOduj3uzUvHdm/PmaYjQSQkoaYIHQKyovbmv18sSE"
    "qgBMoARUkUjZnMxCKwEPUABPfZXez+3ZmwkET8ya+cJJ036O9OjCdE/lG43kUdPJ2ursIF"
    "gQeR6ihbIorjgPRmed8BFwkOhGwd4ogTeSkkPEjoVFAWg8x5jHAQsFksnqA+iMG39hHliA"
    "qOprNBRAME1xCOQxSwyRQnhKPBQhA0ZIn64wl8VcgC+V00HtU66iym/52RnmAjIsYKl9//"
    "kJdpHJIvhMPH3zsJkz8fLoadP6BxetcbUhKFBRBlo2xS13tiMVXXLujoKhY/qr7wCwa9gE"
    "WzSbzqP12IMYuXAjQWcHVEYpJgQeAbRDIDVONZFGXTkAOd3vqqS3rPmkxIhngWwdyAdHoD"
    "q2udXu/jp9vezeVtr9fZmLdcQgM9uxSwGOZc3ipXAIzgFr7759nZ8+evz54+f/X9yxevX7"
    "/8/un3sq+6382m11/Tm1mhlQ6lMLv66erjLdwQkwsrXXdw4auSwQKnUmpqVujnS2BzDt6N"
    "cWKeAV1mbR7kD1yfhxz15k7EBH/pRSQeibH8ePby5RaQ//f8+t2/zq+/lb3+UYT6Y9Z0lr"
    "YB6iuU8wehiPDNBEdR6TrPZR5e6TYI5xdWEK+2ncMt9udnr18tlzd82Lagbz6cv3+fr+AV"
    "llzIn+0K5lLocGg+az6UZIJptAnlLflSAuNSoJ7H3gbGTmdPOG6B6/by32ojnXD+30h/uL"
    "/9cP5v9dxPFlnL+08ff8q7a5vBu/efLtbADimfRnjRM++25Zivy3nonaHH9/L1l/RmidNi"
    "L0p52N1XvHabLgu+KOaBdwZ+ijmfsyTsjTEfu0C/IejBdwY/SIiEpieoaZvfRmzWBNuk9x"
    "2E5GikZhpWm4I1QT8FTlMAFH94p9FMuDDAwd0cyy1lo4WdsbK+m02Ts8n6FRzjkYITfjfc"
    "cGaOuZQ4hzeE8xSoDXNNob1rZ7YhINPjmtDD9huUdUfzMeMEzC7yMxLsjsQcsSmJUczEWE"
    "4dwvECTVgiB5HrbTYay//IAs3ZLApRhLkwmHFqHPxz/Dm+oaMYOrOZAFtQzBCfBWMkf/Yb"
    "hDkKIkrkckJ3MZsjKmAokn4ZwgKNwVQU0Xsivzm2NA6VmoOy39VzNQsV5ep5cr19qCNXQI"
    "V9VJfym+gpbqK/kISzGEfnamO5hUfdtJeaulluqdNMtJfuXT2xFLbYWtO9BwzSaQNX5mo5"
    "OH8r96BooazZN/86/+7s5StEYzQmX2BfuyNT42a663A2xnCwmma7k7eHN3a/m5ng32IKN6"
    "J/+lbw568sjODPX5XawKGpqJOrR6yEkJbjW5RqHcyvXljA/OpFKczQ5G0unvY/XnWp4M74"
    "MqVJlSlYE6w0Bdkm8rhnAPgkhDhUmIMNUT8Llc1fK03TwfS1EvJb0G6MrTgTm9PwI0sIHc"
    "X/QxZqKq7kfQMjMkC/FmB0YlPwNV9j+dXVA5rg+ZL66EtP/nb5i4lI1cLzm3fnP1x2vh6H"
    "Al+TYUL4uJT7Ftq7dqQ3SWVcyO6nODe1sSHCud3vCTpHCYOohlAyVILkElrwLuIMiTEWiq"
    "8mRAKbWvMEDUi4SXzrHdqGBGtWOs+APQNuFvx7ZsBHVU8t3g1tXep6GJ6oxtHWBL1qWnUG"
    "muTdeTQTsEVB1TyaO+qomkP1xCbCVk0trsEmaapbnN2Ofm5XD7dcIiT8jsYoJPdSEXyjHM"
    "NDPKHRAnTKTN3N/dJKfxyyKGLzVLOU4lLY6N6ub2RH54wyRHBC4nS792pqQ9VUmDH5OKT4"
    "2dq5i1LezO0eShuG8rnjLgxBE2kB4Pt24Hg/wtGV1LU3gNMsbMr6ifCG7NOA3huy22nI/k"
    "AmrGPgBuq6JTGY5H0tWEHMhLzOEoThAPFEKltv5J8wAppTMZZ/w6FiOIF8K/dIjuQHRKYs"
    "GCNOJMYhNxGCega14QIR5QK+tpu9U1k+p/eU0wGNqFikT08oZ/uOLDpyhIKUbb9to2eR6A"
    "8Pv6XjlMaSQxnuIUVKC0aDi8W78Qb65jIfb6Dfj4Heq97H1/j8yZ1jT8HqXeE0AQWxw8H/"
    "tFXYay/zKqvfo7+bc8pnlujUlFlC00JdwNSV1/b4WOsAtKj0u2BalPSrVD8nvyRIa1stYx"
    "HBsRnPldAalgMptS8wl1cO60K4+PTpfcGFcHG17iP49cPF5fW3z5SaLTtRUbK5jjHvRTS+"
    "c0RbF/N4O+ItML/rwZ5aAfSCrEfeEfmAhSYC8xDouZjH2xFvGkOqQrC3qoVr8E8+iL1pCD"
    "8PDvOQEFA1TMFEW0PrNKnWKCeHdliyAMOd9iL5n5iZtp4fI4bLlG6T9NpUDEH89BTwLcj+"
    "8OnXi/eX6Jfry3dXN1efPqqHII+HSBuLC/768vx9Ke4sHu0CvC7ukXdBfhrhgIxZFJr8k+"
    "VxQGXylazkpwP9XkKCBB4Z3rfl2Of9DxgM9PsfnbaATUXklD5yKdCC2KtDg81jOp0SpwBD"
    "TcQD7n6InsXCMaJTEzkc4C3avTP8ekN4BxpsYQ8ir0n6CaiaOIK5x7kV5bzDszJ7KkTD2O"
    "NfEGuRt+K4gYbZqjbwKB9rWIg1LD7+5nDDzVVeA6551OBpLW5bWAtPddOCOG/xqFMSxwlN"
    "XftQzp7I+luEc6oYyyGbxSEaLNTpKin8FgU4SSjhaA5Hr8BRwJGKAVGp8xIC8xEIKWEK5q"
    "xjSEMo5+8d9dvSybuTKy1FYJSGMhaCPPXWLqoY81k+SKmYj6lsZExlPpMujvVcpk2qVx1e"
    "9expsI1Pzbq3gjusRaiePbUJUT17Wh6jCm2eLjRg6/ChTT606cRwPa1A3tbtE5oqag++Ju"
    "Shr8umkJ9dOwzxbdoU2DJfbek1ifeeC4GDMZz36xior9batWO/uChhwX+HNCJpgjyASJ1B"
    "BMYaM4EWRNJRRWMFg0IbJq7rKm5zRFHfJhin6l4Nh/jWDsWYT/ppY5X0H0Rs4DP2HfvN4g"
    "8E+gOBj+NV7g8ENmoKlm+YDfzLfWOaSGtOo509e/H6xffPX71Yor28sg3kTUBBI3CtAqvL"
    "tMJUdvDAKUDL4S2Z928F2Acocc7pX447dC7ht+bqJ1bH+OzlK5dlvZJo4cKuPxub3I9JAk"
    "XKzEfXtlRKXxf00YAVyhgvIoadYtI0kQMC/vfXtkCeU32njVwTapFr48BbuffrPUZ7/aNd"
    "+j4E8PAhgIf1gzRsadfmBll/XdaA6EU2TDsR1dSDAqLXlze311fvbo/lWVKoG3xK+WzYeJ"
    "PyBfCwH+liISArpVBxjE9Qn8snV95XH8G3c5XdHi5JyX5ChiQhcvi+unxHFlBzmBoqF9c1"
    "6A712r3r55iun2zCnSwAKxFvArAwASwfHBceWhBqBcwHP3vp7Ynennhch7Iv7tDCJZ5I/R"
    "NXqlC8Lrknwt9OJWaD7x9P5383nsV3nRLFP2100P57wVLCIpZsSkmQRYOBsFTDpwL0cFDJ"
    "QckbYJCTF9JzT7JjP/el903BZTuPZzxFpRt0l+FlnhA05VnaRghOJlhj/zNRW7xGaVaKCx"
    "rjZFHyxi7NSzEA0n6CsG5bq6C/6wxA6kAXVx/Pr/9jpgB5f7n0xChRA3Uu/nN7ed4Ed1TT"
    "cG+EUf6wls6mTcGups6j1wcVIv15hvqgIj+WZlcfdNXdqnJ9JvAEfVQWSamJBHhKhRRQFX"
    "pAT5nThHzDwSLJu4iBFpK2sZlUWOaG6qA1jruD4dMcwVfOlOuN3mtQ3HVdNLlcqbnH0czJ"
    "/LYU8KY3S9NbQ/jZOzaTalNi2qnyJsudKtC6W+1USuAtism9JEoDApWE/yIJ66IwYdMpUZ"
    "kqYjZgoeGUTwV5I/EqenSXpSXyTAP5FqKde/W0rDHa07YdzEf3HNuyfSK1XfYPvD+y31xc"
    "fRqa+rA8rn5+bBz3n4imRCnf9jYrU8tPeq0+HueJfHbiEblm845JPV822iroSsBePyexSB"
    "YQ40Tk7Ks4pjHmUt2moD6jEZ4qKwA456SanaBILiQE+eTkojMUFK5lxB2sB/l3uj1AulQ9"
    "z5DXzUteuuUvipIXbjteFFbviS2vifW3hOs511a9hQ9/YMqc43Xbeank4MnTW3M+jc0lOM"
    "6UXpfyZ0aq8nmpLlQwp+hSHvuq2K84fG9AhixxtqsYB2jRfNRrYunhoTBVN7LGeCnvIT6p"
    "aMx2quKNIrM3OaEqZbQ3GuWyp7U9nak9zG9vx0TSSy7kTU4GwD3pPYnfIio4StgcRSy4Qx"
    "GBdOiSts4TKp9noKZYIKz46Sa/rWXEmo8Fbd+w6nRxNIHVVt+hnB3h3ubW2m3qNsF8TMLt"
    "WTA3O1luVqtkmD0BY9jtVucojWwKVW7LN8tNBXP0882nj0/QlbygwpG5wAuOZrGgERJjyl"
    "OTGxoxYjDJ1TesTQrNomc1T3WZ3kH6Zv/D575sxqO4bUc8Zu7LY++Fh8h+6WMWDr3WVxOQ"
    "bkbuE1CU8xOw4wRUIIhrgn4KKk+BT0h1tIRUCk7e+5ObThNtKwtalGvFu/YRheBmZEJl+S"
    "nnGnkSIBuWUYla4NEoISPlck/1/zcqqD/NoQ/UIGATIC68i3AENAALBKYXsGhAz8k2grH7"
    "4J/jzzGkl0qPFABGKsCXhmhO5XqfgR1lmJ6OgRMI6fjAZiYzLpBsj+g9SQvdUZGma/kcp4"
    "wGvl85ib6RgwcqrLgOajMzchxPazytadZW62lNK9e6pzUNmwBPa455HCGm0ylxCtXRRFqx"
    "zx86Wqf0FP82KlN2ht9DbgP5Us12Ab0g5GE/LfJ4TSKcwbPBHJdtXYc65Yku9CB97INMH6"
    "nsexyKqvWVPAnVYIYMOjYCDxUa1yWWrqICITP28KyrcazLl+w8Zlq2wiPiNAUGYT8Vu0U7"
    "+Oqpe0wbrq9XD+1D0Bqe7iYl17kmUiUpVXmyNkuVJ9H7P6jt/AbWY4jfm3GSQCBMfMchxR"
    "9cSk3ZE8ZFtEA4RvLjn/QtkuOPESwf2SkwhA3WM+RDGlPRlJb/6HRZb2pPWm+vODVTcSpO"
    "4cZElBuuNwRbQfh8GuFWKknei9CgCfBczROEJkzBXgiCL4FliapNCazj0AJYzjdS7yEdAy"
    "9YNVoSA7V6+FLCIo4G6o6mIfP9GQ37iHIVZSIV9xBxInFTecKlXv9WnfdJ41jIlEllXjaz"
    "ODRG6Nc0qk0Ui/bA5JErngk04l2wjQkcM3ClQTlR9xS24nX+Y6qc5MuUJlWmYE3QxyR71n"
    "WiE+BZl2ddTZgCz7o86zKxLgB+S7UDvblrx7zAEVK57EHuOoFB3qL+HVkoyvTT5cfL6/P3"
    "iCXo9vynm60VDhyGMLpd1P2nEyVlfb7w5mzu3S00CqZqA/4tKQmJKZ2yd56YnCe+mMRBY0"
    "C1/cd+M9GEvMZYl8Y446YsYl63Keo22tJrkmJzM2aJCGbG9C/LNkuVhuv9LUzJQxpBeig4"
    "2KiyQ4mIvEUR5XCSMqs1mZaXlB/mYwrhIGOyQHOSEDTBoSHMpKYxH1J4ZoZoXK/wNFLh8Q"
    "ce92Y5Vg+Xi8KzFGgFvIdWeMiXaUI4N9ZgLce8KOWB95pm03dzr2m2U9P8gUBqimRh0jSX"
    "bZaaZqj3t6vycU9iiEBWWTDmeAFnslSKUjIYM3bXLSqHbKg+pDlXUcRGJYU+dhwUkn30oX"
    "KfMr0NE/YXAa2UpFLp6LJB4Dt5STZP1HWQRLduURC/d7J7yksA6mlkA0HvTTX/fl8VKovl"
    "C2bpZ8zDJopD+uAJrwQ3Dv49q8BNqbbzaJSDtVIN6b7lsLR1mVYow/u2asPbyYVv5P1bAe"
    "6hmcapFBN9tt99pI4aDFgIMpkKvolmKZC6yOGwfLpfLM+evXj94vvnr14sAV1e2Yaqoeyl"
    "rgHav+sKYv5lt1uEmg/TPOYUDGlM+bjCFKwJ+jDNqjMAr7qZy5a+EvAb+mZmDOyYgXcl4Y"
    "v6Oet2RWOJ/eZRlPPbd1225AzXGszJv61GOrGJsLUoF9dgk4zKOfYGm7I2LTYmZW09WMQu"
    "xAiHITjW0hzOYKRlUQgmXqwiKr/hKq0FdzkEV8+YNkfgNA+Bt9p6q23j4N+z1TakfBrhRc"
    "+1hvS6nLdxVfGmJ5EL5ll3D3UVc6JUY+T99NID1C6ob0r6CaiSGtgbbY5tMphNw2pTsCbo"
    "p6D6FPj4qYZwXh8/dcLxUx+ZoEMalKbBLrR37UhvvC5jFUs1pSQgwEtjMudPUJbrGvgqhD"
    "elFY7gAGFe+ijls3BVDmJgvjWMqSKpCim212RJmOWZzMaYSvYMIwK5zkaBQ5FZb2smnci7"
    "hki0tYQynMhOaT4Z+LjMzw0ffNLu5uyV3S3026ckeNxJu73HTV65k792E/7tASm5TJsegD"
    "pCUsq8lw+H9xzahXkC8T2eWh99b1jTfVx26IKgn4LqARFLPdNpAgpiHv666HW+rj3Ffrj0"
    "QmEHeDiFUrpiPbAPAVt4sptkvbgKgWSLxS8Ju6ehYtMbFoyNPl07KwbN5HpTXdCizAUc+p"
    "8SNo3g7P8CgdcDjmxRCTLB4VvUl3gP6UjZEqCas0pHO2by9yKcpaU1lbqoa9iHDRDedNBI"
    "04H33O8r5cDCVAZkO4HKZdqk59TBoHz6hoP6gtOXlPy6pJfmqHGB3ijsp6FatV756nXBfi"
    "XhAT+torGg6+c6pUnfLLRb6pqZc1ATsgoWDQI2iwXC8h/KtdTUhQXaIQf1EPMsztMxZrS+"
    "oY15A3SdWj4jJIl7s9yVpTvp824+L9ZJqKj6tNrqqbpMK/bCfaur2vPiAHNRqoVAn718aY"
    "G07FUKtWrzDoFG7DE+1q5JU+Bj7RriDPCxdicca/frNGK4qK4WW2zZwqq3XT5csjz7xQWN"
    "IqmoJ/ReAu1UTK3SOBBBB/XXBgsh2yNKgDgE41lWqLk/iNig30VzOSy5lwyDC/kwjIgKpl"
    "NfOIfvGTEk2BvEGcLx4nMsNcYADrQFOFZZzFRvSAkB8XeiqwzfGCzjUuNJZlOI0oMGFBF8"
    "L+8iZlApemQdjafXcQN+Ave8/KC/ZHzMXTNZiTec74mJYCFwMIbQVhfTV1GqFUzk8Gew/n"
    "LNDpdJeFVs18ikamFJB9aD95wuxKcpemyL37Pwo09Brnc6wa8Jeeh324B8Jc/DTsAWM4iv"
    "fZivtBpqH67vMTWgepEN01JUtU21Sfal61kcm2Mgs5aunX0pWfV+0L50C6ceI5yesoQs9X"
    "BOB/6es+Quz1S/Sk6fGmfmY5ZFJlJDqOPuQ4LV6bcxUxal9KLKcE8wJ2oQnsqkY3DUVy1K"
    "RelD+aaIyEEQ1ALg6Ftlz/ocT2gU0cyqBfcCufnZPEZBxIK7blb0KWaQqBiOe8JBUJ7Viw"
    "J7E0n+sWvwpTmvTLkZo958Mg2yY9SVjrrcYHRKCdjbxfTgaXULH1hJtCB95L7zrq82Orel"
    "XZTzi3sHJfY4qsH5LKTims1NysGyzVI9wNDfTjtQ5WxikSz00jITGiQsf5VyKodMC9PAi7"
    "akIo7TECprg3JIqbMQYzaXL2xB4jdSmYgW8lZpNEuygVQuxPxtbO0Rys8i504giUFKRvIL"
    "bCakErAsa+P9Qo30CzXdrNjWGdHeR5hXSf9fEPNWlcrwq01yE/ryQy95/9YkDagt77k5pU"
    "W52lqSzuI03Z/7VlsFTkZuqSZXEi1gBYf2Li/VGdvFvBRoAdhrMRNPn9oETTx9Wh41AW1r"
    "+KYJuZ0QXom0DuP69wsV/yeJkCkuZUvcT0GqdTCfWS3lsy1L+WxzKWtEpwjz9tOzmlhrVI"
    "k6Ts+GREh26vKiW0m0YME+olOEH8iEXWARjDsGi8yqsWtnklFZ6QZLCbd8m+ARKS39+xb1"
    "oboli5epL+c0Id9w+Xsmg8xkUp52c+ehK9SdUJky8+qF+QWdsXtzTDPNMT4rYI2FKoM8+a"
    "4Lmiup1pj460qxeAoFVE9jaQrslCgh6+61G2caH5N5zxFsTcQD7gy4YAIblPdtGsRSpDUb"
    "7oFN2CGLHZ0HuYRHvGIsrIqacg2EXQl53CtG4Mfua30l41H3R09OdAp89oGmhN377AMnnH"
    "1gaVS8EmTS2WZ1VB26rpbHHs3FrMyPqtyOKpSjpLtZuto5EgxNZwLBj1Z5AdAc8yxUOzSb"
    "G6sNBWFityqrLoWcAGiYLmN0RxYgmJcEegOx4JBwd0Dy2HP56/jY2jyZgaPWQ0I4LMmuDw"
    "s7+vvFl+hpzFQ0I1PDsQHfc66G1dbjYsVcSbVpVddhxpTqPTdZ2MuNaysJb1tzL/AsmWzv"
    "T0fEC0IedGfQddXF/lWoS7Vp1zgu91p693ckX4XYghObCOvzudoKbBIF+5kNOgbi9XN6WN"
    "qGbv2Zda0S4dFP4IAiF33Fj/rpq72v4jKgXohDMrg6B09P64AbpI+evsmP0N7FbJ4e3ZnM"
    "ZGeR8bQnKmREnWfvo48sJm8UIePBmISziCDM70gITO5zTIWqyopjxKawxuXfcByXST6Il/"
    "mtrUncRkCJfgTI87hG8jif9m1PVMKfddhj7LIPNqk3dIdMXZZq3t8vVYulegq+95a85U4t"
    "yKR1sGfqrZu9ZynSiu3k0NaHMovlNsRLrJV2gDesNvvh8T4Fi2aLAM+prNturktV2tAbts"
    "yPVOM6MxmYwGcsIjguURB1uTX4B1KwXcv+4tOn94Vlf3G1vq5//XBxef3tM/UMyE5UlAAe"
    "gP0qcge8IOcBdwDcR64dfZMROKmS36Qo5zf5qvgPaUz5uMIErAn6GdjJiXUcZ8s5Saj5eG"
    "3W0t3qcln1ecjXUj4FNZdafyx+gx2T8pR7BO5Jwo3HIssNgppIKzjOAWomwkPlgHDWvYXo"
    "PrPKuPFsS8aNZ5sZN+Q3CmNiE3Czlih0K5E1lEMaCPR/KKL8FJW6LeACGNv5+jo1B3AYF6"
    "NEjaIGOHq6iK//DxfqCwk="
)
