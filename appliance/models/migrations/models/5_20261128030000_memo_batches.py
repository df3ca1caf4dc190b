"""Work on many memos, kept for as long as it can be undone."""

from tortoise import BaseDBAsyncClient

from appliance.models.statements import run

SQLITE = (
    """CREATE TABLE "appliance_memo_batch" (
        "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        "kind" SMALLINT NOT NULL,
        "action" SMALLINT NOT NULL,
        "state" SMALLINT NOT NULL,
        "tag" TEXT NOT NULL,
        "new_tag" TEXT NOT NULL,
        "total" BIGINT NOT NULL,
        "done" BIGINT NOT NULL,
        "changed" BIGINT NOT NULL,
        "undone" BIGINT NOT NULL,
        "create_time" BIGINT NOT NULL,
        "user_id" BIGINT NOT NULL REFERENCES "appliance_user" ("id") ON DELETE CASCADE
    )""",
    """CREATE INDEX "appliance_idx_memo_batch_user_id_id" ON "appliance_memo_batch" ("user_id", "id")""",
    """CREATE INDEX "appliance_idx_memo_batch_state_id" ON "appliance_memo_batch" ("state", "id")""",
    """CREATE INDEX "appliance_idx_memo_batch_create_time" ON "appliance_memo_batch" ("create_time")""",
    """CREATE TABLE "appliance_memo_batch_item" (
        "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        "memo_id" BIGINT NOT NULL,
        "uid" VARCHAR(36) NOT NULL,
        "result" SMALLINT NOT NULL,
        "reason" TEXT NOT NULL,
        "undo_json" TEXT NOT NULL,
        "batch_id" BIGINT NOT NULL REFERENCES "appliance_memo_batch" ("id") ON DELETE CASCADE
    )""",
    """CREATE INDEX "appliance_idx_memo_batch_item_batch_id_result_id" ON "appliance_memo_batch_item" ("batch_id", "result", "id")""",
)
POSTGRES = tuple(
    statement.replace(
        "INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL", "BIGSERIAL NOT NULL PRIMARY KEY"
    ).replace("VARCHAR(36)", 'VARCHAR(36) COLLATE "C"')
    for statement in SQLITE
)
_TABLE_END = ") ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"
MYSQL = (
    f"""CREATE TABLE `appliance_memo_batch` (
        `id` BIGINT NOT NULL PRIMARY KEY AUTO_INCREMENT,
        `kind` SMALLINT NOT NULL,
        `action` SMALLINT NOT NULL,
        `state` SMALLINT NOT NULL,
        `tag` LONGTEXT NOT NULL,
        `new_tag` LONGTEXT NOT NULL,
        `total` BIGINT NOT NULL,
        `done` BIGINT NOT NULL,
        `changed` BIGINT NOT NULL,
        `undone` BIGINT NOT NULL,
        `create_time` BIGINT NOT NULL,
        `user_id` BIGINT NOT NULL,
        KEY `appliance_idx_memo_batch_user_id_id` (`user_id`, `id`),
        KEY `appliance_idx_memo_batch_state_id` (`state`, `id`),
        KEY `appliance_idx_memo_batch_create_time` (`create_time`),
        CONSTRAINT `appliance_fk_memo_batch_user` FOREIGN KEY (`user_id`) REFERENCES `appliance_user` (`id`) ON DELETE CASCADE
    {_TABLE_END}""",
    f"""CREATE TABLE `appliance_memo_batch_item` (
        `id` BIGINT NOT NULL PRIMARY KEY AUTO_INCREMENT,
        `memo_id` BIGINT NOT NULL,
        `uid` VARCHAR(36) NOT NULL,
        `result` SMALLINT NOT NULL,
        `reason` LONGTEXT NOT NULL,
        `undo_json` LONGTEXT NOT NULL,
        `batch_id` BIGINT NOT NULL,
        KEY `appliance_idx_memo_batch_item_batch_id_result_id` (`batch_id`, `result`, `id`),
        CONSTRAINT `appliance_fk_memo_batch_item_batch` FOREIGN KEY (`batch_id`) REFERENCES `appliance_memo_batch` (`id`) ON DELETE CASCADE
    {_TABLE_END}""",
)
STATEMENTS = {"sqlite": SQLITE, "postgres": POSTGRES, "mysql": MYSQL}


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Make the tables."""
    return await run(db, STATEMENTS)


async def downgrade(db: BaseDBAsyncClient) -> str:
    """Going back would drop what people wrote: restore a backup instead."""
    raise NotImplementedError


MODELS_STATE = (
    "eJztXW1z27ay/isYfWnPjJpJnLfe5JOduj2+Ny8d2709Z5KOBJGQhJoidAjIitqb/36xIC"
    "mCEigDEiVRNGYyE4vAQtSzILjPYrH7d2fCQhLxJ79xknTeoL87MZ4Q+Ufpehd18HRaXIUL"
    "Ag8i1VG2RBTHAenN8r4DLhIcCNk6xBEn8lJIeJDQqaAsBpnzGOEgYLNYPEF9EINv7SPKER"
    "UcTWeDiAYIriEchyhgkylOCEeDhSBoyBL1xxP4qpAF8rtoPKp11FlM/zMjPcFGRIwVLp//"
    "kJdpHJKvhMPHz52EyZ8PF8POH9A4vesNKYnCEoiyUTap6z2xmKprF3R0FYufVV/4BYNewK"
    "LZJC76TxdizOKlAI0FXB2RmCRYEPgGkcwA1XgWRZkacqDTWy+6pPesyYRkiGcR6Aak0xso"
    "rnV6vY+fbns3l7e9XmdNb7mEBnp2KWAx6FzeKlcAjOAWfvivs7Pnz1+fPX3+6seXL16/fv"
    "nj0x9lX3W/602vv6U3U6CVDqUwu/rl6uMt3BCTEyudd3Dhm5LBAqdSSjUF+vkUWNfBuzFO"
    "zBrQZVb0IH/gqh5y1JuriAn+2otIPBJj+fHs5csNIP/v+fW7f55ffy97/aMM9ces6SxtA9"
    "QLlPMHoYzwzQRHUeU8z2Uenuk2COcXCoiLZedwk/352etXy+kNHzZN6JsP5+/f5zO4wJIL"
    "+bNdwVwKHQ7NZ82HkkwwjdahvCVfK2BcCtTz2NvA2OnsCccNcN1e/kstpBPO/xPpD/f3H8"
    "7/pZ77ySJref/p4y95d20xePf+08UK2CHl0wgveubVthrzVTkPvTP0+F6+/pLeLHGa7GUp"
    "D7v7jNdu02XCl8U88M7ATzHnc5aEvTHmYxfo1wQ9+M7gBwmR0PQENS3zm4jNimCb7L6DkB"
    "yN1EzD7VSwIuhV4KQCoPjDO41mwoUBDu7mWC4pay3sjFX1XW+anE1Wr+AYjxSc8LvhhjN3"
    "zKXEObwhnKdArblrSu1dO7cNAZke14Qe9t+grDuajxkn4HaRn5FgdyTmiE1JjGImxlJ1CM"
    "cLNGGJHETOt9loLP8jCzRnsyhEEebC4MapcfAv8Zf4ho5i6MxmAnxBMUN8FoyR/NlvEOYo"
    "iCiR0wndxWyOqIChSPplCAs0BldRRO+J/ObY0jlU6Q7KflfP1S1UlqvnyfX+oY6cAVuso7"
    "qUX0RPcRH9lSScxTg6VwvLLTzqprXU1M1ySZ1mor107eqJpbDF0pquPeCQThu4clfLwflb"
    "uQZFC+XNvvnn+Q9nL18hGqMx+Qrr2h2ZGhfTXYezcYaD1zRbnbw/vLHr3cwE/wZXuBH90/"
    "eCP39l4QR//qrSBw5NZZtcPWIVhLQa37JU62B+9cIC5lcvKmGGJu9z8bT/8ZpLpe2Mr1Oa"
    "bKOCFcGtVJAtIo9bA8AnIcRhCx2siXotbO3+KixNB9dXIeSXoN0YW1kT62r4mSWEjuL/IQ"
    "uliit538CIDNCvBBidmAq+5XMsv1o8oAmeL6mPPvXkb5e/mIjULDy/eXf+02Xn23Eo8DUZ"
    "JoSPK7lvqb1rR3qTVMaF7H6Kc1cbGyKc+/2eoHOUMIhqCCVDJUhOoQXvIs6QGGOh+GpCJL"
    "CpN0/QgITrxLfeoW1IsOal8wzYM+Bmwb9nBnxU89Ti3dDWqa6H4YntONqKoDdNt9VAk3Z3"
    "Ho0CNhio2o7mjjaqtqF6YoqwNVPLc7BJluqGzW7HfW7XHW45RUj4A41RSO6lIfhGbQwP8Y"
    "RGC7ApM3M335dW9uOQRRGbp5alFJfCxu3t+kZ23JxRjghOSJwu995MbaiZChqTj0OKn62f"
    "uyzl3dzuobRhKJ877sIQNJEWAL7vDRy/j3B0I3XlDeCkhXVZrwjvyD4N6L0ju52O7A9kwj"
    "oGbqCuWxKDSd7XghXETMjrLEEYDhBPpLH1Rv4JI6A5FWP5NxwqhhPIt3KN5Eh+QGTKgjHi"
    "RGIcchMhqGdQGy4QUS7ga7vZO5XlOr2nnA5oRMUifXpCqe07sujIEUpStv02jZ5Foj88/I"
    "aOUxpLDmW4hxQpLRgNLpbvxjvom8t8vIN+Pw56b3of3+LzJ3eOrYLiXeGkgJLY4eB/2irs"
    "tZf5NrPfo7/b5pTPLNGpKbOEZoW6gKkbr+3ZY60D0LLR74JpWdLPUv2c/JIgrSy1jEUEx2"
    "Y8C6EVLAdSal9gLq8cdgvh4tOn96UthIur1T2C3z5cXF5//0yZ2bITFRWL6xjzXkTjO0e0"
    "dTGPtyPeAvO7HqypW4BekvXIOyIfsNBEYB4CPRfzeDviTWNIVQj+VjVxDfuTD2JvGsLrwU"
    "EPCQFTwxRMtDG0TpNqjXFy6A1LFmC4014k/xMz09Lzc8RwldFtkl5RxRDET88A34DsT59+"
    "u3h/iX69vnx3dXP16aN6CPJ4iLSxPOGvL8/fV+LO4tEuwOviHnkX5KcRDsiYRaFpf7I6Dq"
    "hKfisv+elAv5eQIIFHhvdtNfZ5/wMGA33+o9MWsKmInNJHLgVaEHt1aLB5TKdT4hRgqIl4"
    "wN0P0bNYOEZ0aiKHA7xFq3eGX28I70CDL+xB5DVJr4BtE0cw9zi3spzf8NyaPZWiYezxL4"
    "m1aLfiuIGG2aw28Cgfa1iKNSw//uZww/VZXgOuedTgaU1uW1hLT3XTgjhv8ahTEccJTV37"
    "UM6eyPpbhHOqGMshm8UhGizU6Sop/BYFOEko4WgOR69go4AjFQOiUuclBPQRCClhCuasY0"
    "hDKOfnjvptqfLu5ExLERiloYylIE+9tYu2jPmsHqRSzMdUNjKmMteky8Z6LtMm06uOXfXs"
    "abCNT826t4I7rESonj21CVE9e1odowptni40YOnwoU0+tOnEcD2tQN7WrROaKWoPvibkoa"
    "/Lp5CfXTsM8W2aCmyZrzb1msR7z4XAwRjO+3UM1Fdr7dqxX1yWsOC/QxqRNEEeQKTOIAJj"
    "jZlACyLpqKKxgkGhDRPXdRW3OaKoLxOMU3WvhkN8K4dizCf9tLEq+g8iNvAZ+479ZvEHAv"
    "2BwMfxKvcHAhulguUbZg3/6r0xTaQ1p9HOnr14/eLH569eLNFeXtkE8jqgYBG4VoHVZVrh"
    "Kjt44BSg5fCWzPu3AuwDlDjn9C/HFTqX8Evz9idWx/js5SuXaV1ItHBi15+NTa7HJIEiZe"
    "ajaxsqpa8K+mjALcoYLyKGnWLSNJEDAv73t7ZAnlN9p4VcE2rR1saBl3K/r/cY/fWPdur7"
    "EMDDhwAedh+kYVO7tm2Q1ddlDYheZMO0E1HNPCghen15c3t99e72WDtLCnXDnlKuDZvdpH"
    "wCPLyPdLEQkJVSqDjGJ6jP5ZMr76uP4Nu5ym4Pl6RkPyFDkhA5fF9dviMLqDlMDZWL6xp0"
    "h3rtfuvnmFs/mcKdPACFiHcBWLgAlg+OCw8tCbUC5oOfvfT+RO9PPO6Gsi/u0MIpnkj7E2"
    "9VoXhVck+Ev51GzBrfP57N/248i+86FYZ/2uhg/feCpYRFLNmUkiCLBgNhaYZPBdjhYJKD"
    "kTfAICcvpOeeZMd+vpfeNwWX7Tye8RSV7tBdhpd5QtCUZ2kTITiZYI39a6K2eI3KrBQXNM"
    "bJouKNXZmXYgCk/QRh3TRXwX7XGYC0gS6uPp5f/9tMAfL+cuqJUaIG6lz8+/byvAnbUU3D"
    "vRFO+cN6Opumgl1dnUevDypE+vMM9UFFfizNrj5o0d2qcn0m8AR9VB5JaYkEeEqFFFAVes"
    "BOmdOEfMfBI8m7iIEVkraxmTRY5obqoDWOu4Pj0xzBV82U643ea1DcdV00udqoucfRzMn9"
    "thTwrjdL11tD+Nk7NpNmU2JaqfImy5Uq0LpbrVRK4C2Kyb0kSgMClYT/IgnrojBh0ylRmS"
    "piNmCh4ZTPFvJG4lXe0V2WlsgzDeRLiHbu1dOyxlhPm1YwH91zbM/2idR22T/w/sh+c3H1"
    "aWjqw/K49vmxcdx/IpoKo3zT26zKLD/pufp4Nk/ksxOPyDWbd0zm+bLR1kBXAvb2OYlFso"
    "AYJyK1r+KYxphLc5uC+YxGeKq8ALA5J83sBEVyIiHIJycnnaGgcC0j7uA9yL/T7QHSpep5"
    "hrxtXvHSrX5RVLxw2/GisHpPbHhNrL4lXM+5tuotfPgDU+Ycr5vOSyUHT57emvNpbC7Bca"
    "b0upQ/M7Itn5fmwhbuFF3KY78t9gWH7w3IkCXOfhXjAC3SR70ulh4eClN1I2uMl/Ie4pOK"
    "xmynKd4oMnuTE6pKRnujUS57WtvTmdrD/PZ2TCS95ELe5GQA3JPek/gtooKjhM1RxII7FB"
    "FIhy5p6zyh8nkGaooFwoqfrvPbWkas+VjQ5gWrzi2OJrDa7Vco541w73Nr7TJ1m2A+JuHm"
    "LJjrnSwXqyIZZk/AGHar1TlKI5tCldvyzXJRwRz9982nj0/QlbygwpG5wAuOZrGgERJjyl"
    "OXGxoxYnDJ1TesTQrN8s5qnuoyvYP0zf6Hz33ZjEdx04p4zNyXx14LD5H90scsHHquFwpI"
    "FyN3BZTlvAJ2VMAWBHFF0KtgaxX4hFRHS0il4OS9P7npNNGmsqBluVa8ax9RCG5GJlSWn2"
    "qukScBsmEZW1ELPBolZKS23FP7/40K6k9z6AM1CNgEiAvvIhwBDcACgesFPBrQc7KJYOw+"
    "+Jf4SwzppdIjBYCRCvClIZpTOd9n4EcZpqdj4ARCOj6wmcmMCyTbI3pP0kJ3VKTpWr7EKa"
    "OB71ebRN/JwQMVVlwHtZkZOY6nNZ7WNGup9bSmlXPd05qGKcDTmmMeR4jpdEqcQnU0kVas"
    "84eO1qk8xb+JylSd4feQ20C+NLNdQC8JedhPizxekwhn8Kwxx2Vb16FOeaILPUgf+yDTRy"
    "r7Hoeian0lT0I1mCGDjo3AQ4XGdYnlVlGJkBl7eNbVONblS3YeMy1b6RFxUoFB2Ktit2gH"
    "Xz11j2nD9fnqoX0IWsPT3aTkOtdEmiSVJk/WZmnyJHr/B62d38F7DPF7M04SCISJ7zik+I"
    "NLqSt7wriIFgjHSH78k75FcvwxgukjOwWGsMF6hnzIYiq70vIfnU7rdetJ6+0Np2YaTmUV"
    "rimi2nG9JtgKwufTCLfSSPK7CA1SgOdqniA0QQV7IQi+BJYlqjYlsI5DC2A630i7h3QMvK"
    "BotCQGavbwpYRFHA3UHU1D5vszGvYR5SrKRBruIeJE4qbyhEu7/q0675PGsZApk8a8bGZx"
    "aIzQr2lUmygW7YHJI1c8E2jEu2ATEzhm4EqDcqLuKWzF2/zHNDnJ1ylNtlHBiqCPSfas60"
    "QV4FmXZ11NUIFnXZ51mVgXAL+h2oHe3LVjXrARsnXZg3zrBAZ5i/p3ZKEo0y+XHy+vz98j"
    "lqDb819uNlY4cBjCuO2i7j9VlJT1+cKbs7h3N9AoUNUa/BtSEhJTOmW/eWLaPPHFJA4aA6"
    "qtP/aLiSbkLca6LMYZN2UR87ZN2bbRpl6TDJubMUtEMDOmf1m2WZo0XO9v4Uoe0gjSQ8HB"
    "RpUdSkTkLYooh5OUWa3JtLyk/DAfUwgHGZMFmpOEoAkODWEmNY35kMEzM0TjeoOnkQaPP/"
    "C4N8+xerhcDJ6lQCvgPbTBQ75OE8K5sQZrNeZlKQ+8tzSbvpp7S7OdluZPBFJTJAuTpbls"
    "s7Q0Q72/XZWPexJDBLLKgjHHCziTpVKUksGYsbtu2ThkQ/UhzbmKIjaqKPSx46CQ7KMPlf"
    "uU622YsL8IWKUklUpHlw0C38lLsnmiroMkunWLgvjcye4pLwGop5ENBL031fz7XBQqi+UL"
    "ZrnPmIdNlIf0wRPeCG4c/Hs2gZtSbefRGAcrpRrSdcthausyrTCG9+3VhreTC9/I+7cC3E"
    "MzjVMpJvpsv+tIHTUYsBBkMhV8Hc1KIHWRw2H5dL9Ynj178frFj89fvVgCuryyCVVD2Uvd"
    "ArR/15XE/Mtutwg1H6Z5TBUMaUz5eAsVrAj6MM1tNQCvupnLkl4I+AV9PTMGdszAW0j4on"
    "7Otl3ZWWK/eJTl/PJdly85w7UGd/LvxUgnpghbj3J5DjbJqZxjb/Apa2qxcSlr88EidiFG"
    "OAxhYy3N4QxOWhaF4OLFKqLyO67SWnCXQ3D1jGlzBE7bIfBeW++1bRz8e/bahpRPI7zoud"
    "aQXpXzPq5tdtOTyAXzrLuHeht3ojRj5P300gPULqivS3oFbJMa2Dttju0ymE3D7VSwIuhV"
    "sL0KfPxUQzivj5864fipj0zQIQ0q02CX2rt2pDdelbGKpZpSEhDgpTGZ8ycoy3UNfBXCm9"
    "IKR3CAMC99lPJZuCoHMTDfGsZUkVSlFNsrsiTM8kxmY0wle4YRgVxno8ChyKy3NZNO5F1D"
    "JNpKQhlOZKc0nwx8XObnhg8+aXdz1sruBvrtUxI87qTdfsdNXrmTv3Yd/s0BKblMmx6AOk"
    "JSqnYvHw7vOfQW5gnE93hqffS1YcX2cVmhS4JeBdsHRCztTCcFlMQ8/HXR63xee4r9cOmF"
    "0grwcAqldMZ6YB8CtvRkN8l7cRUCyRaLXxN2T0PFptc8GGt9unZeDJrJ9aa6oEWZCzj0Py"
    "VsGsHZ/wWCXQ84skUlyASHb1Ff4j2kI+VLgGrOKh3tmMnfi3CWltZU6qKuYR92QHjXQSNd"
    "B37nfl8pBxamMiCbCVQu0yY7pw4G5dM3HHQvOH1Jya9LemmOGhfojcJeDdtV65WvXhfsCw"
    "kP+GkVjQVbP7cpTfZmqd3S1sw2BzUhq2DRIGCzWCAs/6HcSk23sMA65GAeYp7FeTrGjNY3"
    "tDFvgG5Ty2eEJHFvlm9l6Zv0eTefF+skTFRdrbZ2qi7TirVw3+aq9rw4wFyWaiHQZy9fWi"
    "Ate1VCrdr8hkAj1hgfa9ckFfhYu4ZsBvhYuxOOtfttGjFcNlfLLbZsoehtlw+XLM9+cUGj"
    "SBrqCb2XQDsVU9tqHIigg/prg4WQ7RElQByC8Swr1NwfRGzQ76K5HJbcS4bBhXwYRkQF06"
    "kvnMP3jBgS7A3iDOF48SWWFmMAB9oCHKssZqo3pISA+DvRVY5vDJ5xafEksylE6UEDigi+"
    "l3cRM6gUPbKOxtPruAE/gXteftBfMj7mrpmsxDvO98REsBA4GENoq4vrqyzVCiZy+DNYf7"
    "lmh8skvCm2a2TSdmFJB7aD95wuxKcpemyT37Pwo6sgtzud4NeEPPS7LUC+kudhFbDBDeJr"
    "H+YzrYbah6trTA2oXmTDtBRVbVFtkn/pehbH5hjIrKVr519Kit4P+pdu4dRjhNNTlpClHs"
    "7pwN9zltzlmeqL5PSpc2Y+ZllkIjWEOu4+JHidfh8z5VFKL6oM9wRzogbhqUw6Bkd91aJM"
    "lD6Ub4qIHARBLQCOvlf+rC/xhEYRzbxacC+Qm5/NYxRELLjrZkWfYgaJiuG4JxwE5Vm9KP"
    "A3keQfuwZfmvPKVLsx6s0n0yA/Rl3pqKsdRqeUgL1dTA+eVrfwgUKiBekj9513vVjo3KZ2"
    "Wc5P7h2M2OOYBuezkIprNjcZB8s2S/MAQ38760CVs4lFstBLy0xokLD8VcqpHDItTAMv2o"
    "qKOE5DqKwNakNKnYUYs7l8YQsSv5HGRLSQt0qjWZINpHIh5m9j6x2h/CxyvgkkMUjJSH6B"
    "zYQ0ApZlbfy+UCP3hZruVmyrRrT3EebbpP8viXmvytbwq0VyHfrqQy95/9YkDagt77k5pU"
    "W12VqRzuI0tz/3bbYKnIzcUk0WEi1gBYfeXV6aM7aTeSnQArBXYiaePrUJmnj6tDpqAtpW"
    "8E0TcjshXIi0DuP61wsV/yeJkCkuZUPcT0mqdTCfWU3lsw1T+Wx9KmtEpwzz5tOzmlhrTI"
    "k6Ts+GREh26vKiKyRaMGEf0SnCD2TCLrAIxh2DR6Zo7Nq5ZFRWusFSwi3fJuyIVJb+fYv6"
    "UN2SxcvUl3OakO+4/D2TQeYyqU67ufPQW9SdUJky8+qF+QWdsXt3TDPdMT4rYI2FKoM8+a"
    "4LmoVUa1z8daVYPIUCqqcxNQV2SpSQdffWjTONj8m85wi2JuIBdwZcMIENxvsmC2Ip0poF"
    "98Au7JDFjpsHuYRHfMtYWBU15RoIWwh53LeMwI/d53oh41H3R09OVAU++0BTwu599oETzj"
    "6wdCpeCTLpbPI6qg5dV89jj+ZiVu5HVW5HFcpR0t0sXe0cCYamM4HgR6u8AGiOeRaqHZrd"
    "jdsNBWFityqrLoWcAGiYTmN0RxYgmJcEegOx4JBwd0Dy2HP56/jY2j2ZgaPmQ0I4TMmuDw"
    "s7+vvFl+hpjCqakanh2IDvOVdDsfS4eDELqTbN6jrcmNK85yYPe7VzrZDwvjX3As+Syfb+"
    "dES8JORBdwZdN13sX4W6VJtWjeNyr+Xu/o7kqxRbcGKKsD6fq83AJlGwc5JQc8RH1tLdSL"
    "qKPg8xrGpEa67+8VgoyY5x4tVk454k3LhTX231aiIttHz3ksYXHioHhLPuLUT3mVUQ6LMN"
    "QaDP1oNA5TcKY6wtlCGq8I4XIisohzQQ6P9QRPkpmgobwAUwNltoq8YYgMO4GCVqFDXA0S"
    "MYv/0/2c8LoQ=="
)
