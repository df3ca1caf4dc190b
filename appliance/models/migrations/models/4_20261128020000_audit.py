"""The audit log, and the sessions whose access tokens ended with them."""

from tortoise import BaseDBAsyncClient

from appliance.models.statements import run

_INDEXES = (
    """CREATE INDEX "appliance_idx_audit_create_time" ON "appliance_audit" ("create_time")""",
    """CREATE INDEX "appliance_idx_audit_kind_id" ON "appliance_audit" ("kind", "id")""",
    """CREATE INDEX "appliance_idx_audit_actor_id" ON "appliance_audit" ("actor", "id")""",
    """CREATE INDEX "appliance_idx_audit_outcome_id" ON "appliance_audit" ("outcome", "id")""",
)
_ENDED = """CREATE TABLE "appliance_ended_session" (
        "session_id" BIGINT NOT NULL PRIMARY KEY,
        "end_time" BIGINT NOT NULL
    )"""
STATEMENTS = {
    "sqlite": (
        """CREATE TABLE "appliance_audit" (
        "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        "create_time" BIGINT NOT NULL,
        "last_time" BIGINT NOT NULL,
        "times" INT NOT NULL,
        "kind" VARCHAR(64) NOT NULL,
        "target" TEXT NOT NULL,
        "actor" VARCHAR(300) NOT NULL,
        "address" VARCHAR(64) NOT NULL,
        "user_agent" VARCHAR(200) NOT NULL,
        "outcome" SMALLINT NOT NULL,
        "detail" TEXT NOT NULL
    )""",
        *_INDEXES,
        _ENDED,
    ),
    "postgres": (
        """CREATE TABLE "appliance_audit" (
        "id" BIGSERIAL NOT NULL PRIMARY KEY,
        "create_time" BIGINT NOT NULL,
        "last_time" BIGINT NOT NULL,
        "times" INT NOT NULL,
        "kind" VARCHAR(64) COLLATE "C" NOT NULL,
        "target" TEXT COLLATE "C" NOT NULL,
        "actor" VARCHAR(300) COLLATE "C" NOT NULL,
        "address" VARCHAR(64) COLLATE "C" NOT NULL,
        "user_agent" VARCHAR(200) COLLATE "C" NOT NULL,
        "outcome" SMALLINT NOT NULL,
        "detail" TEXT COLLATE "C" NOT NULL
    )""",
        *_INDEXES,
        _ENDED,
    ),
    "mysql": (
        # With its indexes: a start that is cut off may have made either.
        """CREATE TABLE `appliance_audit` (
        `id` BIGINT NOT NULL PRIMARY KEY AUTO_INCREMENT,
        `create_time` BIGINT NOT NULL,
        `last_time` BIGINT NOT NULL,
        `times` INT NOT NULL,
        `kind` VARCHAR(64) NOT NULL,
        `target` LONGTEXT NOT NULL,
        `actor` VARCHAR(300) NOT NULL,
        `address` VARCHAR(64) NOT NULL,
        `user_agent` VARCHAR(200) NOT NULL,
        `outcome` SMALLINT NOT NULL,
        `detail` LONGTEXT NOT NULL,
        KEY `appliance_idx_audit_create_time` (`create_time`),
        KEY `appliance_idx_audit_kind_id` (`kind`, `id`),
        KEY `appliance_idx_audit_actor_id` (`actor`, `id`),
        KEY `appliance_idx_audit_outcome_id` (`outcome`, `id`)
    ) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin""",
        """CREATE TABLE `appliance_ended_session` (
        `session_id` BIGINT NOT NULL PRIMARY KEY,
        `end_time` BIGINT NOT NULL
    ) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin""",
    ),
}


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Make the table, each statement on its own."""
    return await run(db, STATEMENTS)


async def downgrade(db: BaseDBAsyncClient) -> str:
    """Going back would drop what people wrote: restore a backup instead."""
    raise NotImplementedError


MODELS_STATE = (
    "eJztXe9z2zbS/lcw+tLejJpJnJ9v8slO3Z7fN006tnu9m6QjQyQk4UwRPAKyovbN/35YkJ"
    "RACZQAiZIoGjOZiUVgIepZENxnsdj9qzNmIYn4k984STtv0V+dGI+J/KN0vYs6OEkWV+GC"
    "wP1IdZQtEcVxQHqTom+fixQHQrYOcMSJvBQSHqQ0EZTFIHMeIxwEbBKLJ+gOxOBb7xDliA"
    "qOkkk/ogGCawjHIQrYOMEp4ag/EwQNWKr+eAJfFbJAfheNh7WOOonpfyakJ9iQiJHC5fMf"
    "8jKNQ/KVcPj4uZMy+fPhYtj5AxqT+96AkigsgSgbZZO63hOzRF27oMOrWPyk+sIv6PcCFk"
    "3G8aJ/MhMjFs8FaCzg6pDEJMWCwDeIdAKoxpMoytVQAJ3d+qJLds+aTEgGeBKBbkA6u4HF"
    "tU6v9/HTbe/m8rbX66zorZDQQM8vBSwGnctb5QqAIdzCD/9zdvb8+euzp89fvXn54vXrl2"
    "+evpF91f2uNr3+lt3MAq1sKIXZ1c9XH2/hhpicWNm8gwvflAwWOJNSqlmgX0yBVR28H+HU"
    "rAFdZkkP8gcu66FAvbmKGOOvvYjEQzGSH89evlwD8j/Or9///fz6e9nrb2WoP+ZNZ1kboL"
    "5AuXgQygjfjHEUVc7zQmbzTLdBuLiwgHix7Bxusj8/e/1qPr3hw7oJffPL+YcPxQxeYMmF"
    "/NmuYM6FDofms+ZDScaYRqtQ3pKvFTDOBep57G1g7HT2hOMauG4v/6kW0jHn/4n0h/v7X8"
    "7/qZ778Sxv+fDp489Fd20xeP/h08US2CHlSYRnPfNqW435spyH3hl6/CBff2lvkjpN9rKU"
    "h919xmu36TLhy2IeeGfgE8z5lKVhb4T5yAX6FUEPvjP4QUokND1BTcv8OmKzJNgmu+8gJE"
    "cjNUm4nQqWBL0KnFQAFH9wr9FMuNDHwf0UyyVlpYWdsaq+q03js/HyFRzjoYITfjfccO6O"
    "uZQ4hzeE8wyoFXdNqb1r57YhINPjmtBm/w3Ku6PpiHECbhf5GQl2T2KOWEJiFDMxkqpDOJ"
    "6hMUvlIHK+TYYj+R+ZoSmbRCGKMBcGN06Ng3+Jv8Q3dBhDZzYR4AuKGeKTYITkz36LMEdB"
    "RImcTug+ZlNEBQxFsi9DWKARuIoi+kDkN8eWzqFKd1D+u3qubqGyXD1PrvcPdeQM2GId1a"
    "X8InqKi+ivJOUsxtG5Wlhu4VE3raWmbpZLapKL9rK1qyfmwhZLa7b2gEM6a+DKXS0H5+/k"
    "GhTNlDf75u/nP5y9fIVojEbkK6xr9yQxLqa7DmfjDAevab46eX94Y9e7iQn+Na5wI/qn7w"
    "V//srCCf78VaUPHJrKNrl6xCoIaTW+ZanWwfzqhQXMr15UwgxN3ufiaf/jNZdK2xlfE5pu"
    "o4Ilwa1UkC8ij1sDwCchxGELHayIei1s7f5aWJoOrq+FkF+CdmNsZU2squEnlhI6jP+PzJ"
    "QqruR9AyMyQL8UYHRiKvhWzLHi6uIBTfF0Tn30qSd/u/zFRGRm4fnN+/MfLzvfjkOBr8kg"
    "JXxUyX1L7V070ptmMi5k91NcuNrYAOHC7/cEnaOUQVRDKBkqQXIKzXgXcYbECAvFV1Migc"
    "28eYIGJFwlvvUObUOCNS+dZ8CeATcL/j0z4KOapxbvhrZOdT0MT2zH0ZYEvWm6rQaatLvz"
    "aBSwxkDVdjR3tFG1DdUTU4StmVqeg02yVNdsdjvuc7vucMspQsIfaIxC8iANwbdqY3iAxz"
    "SagU2Zm7vFvrSyHwcsitg0syyluBQ2bm/XN7Lj5oxyRHBC4my592ZqQ81U0Jh8HDL8bP3c"
    "ZSnv5nYPpQ1D+dxxF4agibQA8H1v4Ph9hKMbqUtvACctrMp6RXhH9mlA7x3Z7XRk/0LGrG"
    "PgBuq6JTEYF30tWEHMhLzOUoThAPFYGltv5Z8wAppSMZJ/w6FiOIF8K9dIjuQHRBIWjBAn"
    "EuOQmwhBPYPacIGIcgFf283fqazQ6QPltE8jKmbZ0xNKbd+TWUeOUJKy7bdu9DwSffPwaz"
    "omNJYcynAPGVJaMBpcLN+Nd9A3l/l4B/1+HPTe9D6+xedP7hxbBYt3hZMCSmKHg/9pq7DX"
    "XubbzH6P/m6bUz6zRKemzBKaFeoCpm68tmePtQ5Ay0a/C6ZlST9L9XPyc4K0tNQyFhEcm/"
    "FcCC1h2ZdS+wJzfuWwWwgXnz59KG0hXFwt7xH89svF5fX3z5SZLTtRUbG4jjDvRTS+d0Rb"
    "F/N4O+ItML/vwZq6BeglWY+8I/IBC00EZhPohZjH2xFvGkOqQvC3qolr2J/ciL1pCK8HBz"
    "2kBEwNUzDR2tA6Tao1xsmhNyxZgOFOe5H8T0xMS89PEcNVRrdJekkVAxA/PQN8DbI/fvrt"
    "4sMl+vX68v3VzdWnj+ohKOIhssbyhL++PP9QiTuLh7sAr4t75F2QTyIckBGLQtP+ZHUcUJ"
    "X8Vl7y04F+LyFBAg8N79tq7Iv+BwwG+vxHpy1gUxE5pY+cC7Qg9urQYPOYJglxCjDURDzg"
    "7ofoWSwcIzo1kcMB3qLVO8evN4B3oMEXthF5TdIrYNvEEcw9zq0s5zc8t2ZPpWgYe/xLYi"
    "3arThuoGE+qw08yscalmINy4+/OdxwdZbXgGsRNXhak9sW1tJT3bQgzls87FTEcUJT1z6U"
    "syfy/hbhnCrGcsAmcYj6M3W6Sgq/QwFOU0o4msLRK9go4EjFgKjUeSkBfQRCSpiCOesY0h"
    "DK+bmjflumvHs50zIEhlkoYynIU2/toi1jPqsHqRTzMZWNjKksNOmysV7ItMn0qmNXPX8a"
    "bONT8+6t4A5LEapnT21CVM+eVseoQpunCw1YOnxokw9tOjFcTyuQt3XrhGaK2oOvCXno6/"
    "IpFGfXDkN8m6YCW+arTb0m8d5zIXAwgvN+HQP11Vq7duwXlyUs+O+ARiRLkAcQqTOIwFhj"
    "JtCMSDqqaKxgUGjDxHVdxW2OKOrLBONU3avhEN/SoRjzST9trIr+/Yj1fca+Y79Z/IFAfy"
    "DwcbzK/YHARqlg/oZZwb96b0wTac1ptLNnL16/ePP81Ys52vMr60BeBRQsAtcqsLpMK1xl"
    "Bw+cArQc3pJF/1aAfYAS55z+6bhCFxJ+ad7+xOoIn7185TKtFxItnNj1Z2OT6zFJoUiZ+e"
    "jamkrpy4I+GnCLMsaziGGnmDRN5ICA//WtLZAXVN9pIdeEWrS1ceCl3O/rPUZ//aOd+j4E"
    "8PAhgIfdB2nY1K5tG2T5dVkDohf5MO1EVDMPSoheX97cXl+9vz3WzpJC3bCnVGjDZjepmA"
    "Cb95EuZgKyUgoVx/gE3XH55Mr7ukPw7Vxlt4dLUvIuJQOSEjn8nbp8T2ZQc5gaKhfXNegO"
    "9dr91s8xt35yhTt5ABYi3gVg4QKYPzguPLQk1AqYD3720vsTvT/xuBvKvrhDC6d4Ku1PvF"
    "WF4mXJPRH+dhoxK3z/eDb/+9Ekvu9UGP5Zo4P13wvmEhaxZAklQR4NBsLSDE8E2OFgkoOR"
    "18cgJy9k555kx7tiL/3OFFy283jGU1S6Q3ceXuYJQVOepXWE4GSCNfavidriNSqzUlzQGK"
    "ezijd2ZV6KPpD2E4R13VwF+11nANIGurj6eH79LzMFKPrLqSeGqRqoc/Gv28vzJmxHNQ33"
    "RjjlD+vpbJoKdnV1Hr0+qBDZzzPUBxXFsTS7+qCL7laV63OBJ+ij8khKSyTACRVSQFXoAT"
    "tlSlPyHQePJO8iBlZI1sYm0mCZGqqD1jjuDo5PcwRfNVOuN3qvQXHXddHkaqPmAUcTJ/fb"
    "XMC73ixdbw3hZ+/ZRJpNqWmlKposV6pA6261UimBdygmD5Io9QlUEv6TpKyLwpQlCVGZKm"
    "LWZ6HhlM8W8kbiVd7RnZeWKDINFEuIdu7V07LGWE/rVjAf3XNsz/aJ1HbZP/D+yH5zcfVp"
    "aOrD8rj2+bFx3H8imgqjfN3brMosP+m5+ng2T+SzEw/JNZt2TOb5vNHWQFcC9vY5iUU6gx"
    "gnIrWv4phGmEtzm4L5jIY4UV4A2JyTZnaKIjmREOSTk5POUFC4lhF38B4U3+n2AOlS9TxD"
    "3javeOlWvygqXrjteFFYvSfWvCaW3xKu51xb9RY+/IEpc47Xdeel0oMnT2/N+TQ2leA4U3"
    "pdyp8Z2ZbPS3NhC3eKLuWx3xb7BYfv9cmApc5+FeMALdJHvS6WHh4IU3Uja4zn8h7ik4rG"
    "bKcp3igye1MQqkpGe6NRLnta29OZ2mZ+ezsikl5yIW9y3AfuSR9I/A5RwVHKpihiwT2KCK"
    "RDl7R1mlL5PAM1xQJhxU9X+W0tI9Z8LGj9glXnFkcTWO32K5TzRrj3ubV2mbpNMR+RcH0W"
    "zNVOlovVIhlmT8AYdqvVOcoim0KV2/LtfFHBHP3vzaePT9CVvKDCkbnAM44msaAREiPKM5"
    "cbGjJicMnVN6xNCs3yzmqR6jK7g+zN/ofPfdmMR3HdinjM3JfHXgsPkf3Sxywceq4vFJAt"
    "Ru4KKMt5BeyogC0I4pKgV8HWKvAJqY6WkErByXv/5qbTROvKgpblWvGufUQhuDmZUFl+qr"
    "lGkQTIhmVsRS3wcJiSodpyz+z/tyqoP8uhD9QgYGMgLryLcAQ0AAsErhfwaEDP8TqCsfvg"
    "X+IvMaSXyo4UAEYqwJeGaErlfJ+AH2WQnY6BEwjZ+MBmxhMukGyP6APJCt1RkaVr+RJnjA"
    "a+X20SfScHD1RYcR3UZmLkOJ7WeFrTrKXW05pWznVPaxqmAE9rjnkcIaZJQpxCdTSRVqzz"
    "h47WqTzFv47KVJ3h95DbQD43s11ALwl52E+LPF6TCOfwrDDHeVvXoU55qgttpI93IHOHVP"
    "Y9DkXV7pQ8CdVghgw6NgKbCo3rEvOtohIhM/bwrKtxrMuX7DxmWrbSI+KkAoOwV8Vu0Q6+"
    "euoe04br89VDuwlaw9PdpOQ610SaJJUmT95mafKkev+N1s7v4D2G+L0JJykEwsT3HFL8wa"
    "XMlT1mXEQzhGMkP/6bvkNy/BGC6SM7BYawwXqG3GQxlV1pxY/OpvWq9aT19oZTMw2nsgpX"
    "FFHtuF4RbAXh82mEW2kk+V2EBinAczVPEJqggr0QBF8CyxJVmxJYx6EFMJ1vpN1DOgZesG"
    "i0JAZq9vC5hEUcDdQdzULm7yY0vEOUqygTabiHiBOJm8oTLu36d+q8TxbHQhImjXnZzOLQ"
    "GKFf06g2USzaA1NErngm0Ih3wTomcMzAlQblRN1T2Iq3+Y9pcpKvCU23UcGSoI9J9qzrRB"
    "XgWZdnXU1QgWddnnWZWBcAv6bagd7ctWNesBGyddmDYusEBnmH7u7JTFGmny8/Xl6ff0As"
    "RbfnP9+srXDgMIRx20Xdf6YoKevzhTdnce+uoVGgqhX416QkJKZ0yn7zxLR54otJHDQGVF"
    "t/7BcTTchbjHVZjBNuyiLmbZuybaNNvSYZNjcjlopgYkz/Mm+zNGm43t/ClTygEaSHgoON"
    "KjuUiMg7FFEOJynzWpNZeUn5YTqiEA4yIjM0JSlBYxwawkxqGnOTwTMxRON6g6eRBo8/8L"
    "g3z7F6uFwMnrlAK+A9tMFDviYp4dxYg7Ua87KUB95bmk1fzb2l2U5L80cCqSnSmcnSnLdZ"
    "Wpqh3t+uyscDiSECWWXBmOIZnMlSKUpJf8TYfbdsHLKB+pDlXEURG1YU+thxUEj2cQeV+5"
    "TrbZCyPwlYpSSTykaXDQLfy0uyeayugyS6dYuC+NzJ76koAainkQ0EfTDV/Pu8KFQWyxfM"
    "fJ+xCJsoD+mDJ7wR3Dj492wCN6XazqMxDpZKNWTrlsPU1mVaYQzv26sNbycXvlH0bwW4h2"
    "Yap1JM9Nl+15E6ajBgIcg4EXwVzUogdZHDYfl0v1iePXvx+sWb569ezAGdX1mHqqHspW4B"
    "2r/rSmL+ZbdbhJoP0zymCgY0pny0hQqWBH2Y5rYagFfdxGVJXwj4BX01MwZ2zMC7kPBF/Z"
    "xtu7KzxH7xKMv55bsuX3KOaw3u5N8XI52YImw9yuU52CSncoG9waesqcXGpazNB4vYhRjh"
    "MISNtSyHMzhpWRSCixeriMrvuEprwV0OwdUzps0ROG2HwHttvde2cfDv2WsbUp5EeNZzrS"
    "G9LOd9XNvspqeRC+Z5dw/1Nu5EacbI++llB6hdUF+V9ArYJjWwd9oc22UwScLtVLAk6FWw"
    "vQp8/FRDOK+Pnzrh+KmPTNABDSrTYJfau3akN16WsYqlSigJCPDSmEz5E5Tnuga+CuFNWY"
    "UjOEBYlD7K+CxclYMYmG8NY6pIqlKK7SVZEuZ5JvMxEsmeYUQg1/kocCgy723NpFN51xCJ"
    "tpRQhhPZKcsnAx/n+bnhg0/a3Zy1sruGfvuUBI87abffcZNX7uWvXYV/fUBKIdOmB6COkJ"
    "Sq3cvN4T2H3sI8gfgeT62PvjYs2T4uK3RJ0Ktg+4CIuZ3ppICSmIe/LnpdzGtPsTeXXiit"
    "AJtTKGUz1gO7CdjSk90k78VVCCRbzH5N2QMNFZte8WCs9OnaeTFoLtdLdEGLMhdw6D8hLI"
    "ng7P8Mwa4HHNmiEmSCw3foTuI9oEPlS4Bqziod7YjJ34twnpbWVOqirmE3OyC866CRrgO/"
    "c7+vlAMzUxmQ9QSqkGmTnVMHg/LpGw66F5y9pOTXpb0sR40L9EZhr4btqvXKV68L9gsJD/"
    "hpFY0FW7+wKU32Zqnd0tbMNwc1Iatg0SBgk1ggLP+hwkrNtrDAOuRgHmKex3k6xozWN7Qx"
    "b4BuU8tnhKRxb1JsZemb9EU3nxfrJExUXa22dqou04q1cN/mqva8OMBclmoh0GcvX1ogLX"
    "tVQq3a/IZAI9YYH2vXJBX4WLuGbAb4WLsTjrX7LYkYLpur5RZbtrDobZcPl8zPfnFBo0ga"
    "6il9kEA7FVPbahyIoIP6a/2ZkO0RJUAcgtEkL9R8149Y/66LpnJY8iAZBhfyYRgSFUynvn"
    "AK3zNkSLC3iDOE49mXWFqMARxoC3Csspip3pASAuLvRFc5vjF4xqXFk04SiNKDBhQR/CDv"
    "ImZQKXpoHY2n13EDfgL3PP+gv2R8zF0zWYl3nO+JiWAhcDCC0FYX11dZqhVM5PBnsP50zQ"
    "6XS3hTbNfIpO3Ckg5sB+85XYhPU/TYJr9n4UdXQWF3OsGvCXnod1uAfCXPwypgjRvE1z4s"
    "ZloNtQ+X15gaUL3Ih2kpqtqi2iT/0vUkjs0xkHlL186/lC56b/Qv3cKpxwhnpywhSz2c04"
    "G/pyy9LzLVL5LTZ86Z6YjlkYnUEOq4+5Dgdfp9xJRHKbuoMtwTzIkahGcy2Rgc3akWZaLc"
    "QfmmiMhBENQC4Oh75c/6Eo9pFNHcqwX3Arn52TRGQcSC+25e9ClmkKgYjnvCQVCe14sCfx"
    "NJ/7Zr8KU5r0y1G6PefDIN8mPUlY662mF0SgnY28X04Gl1Cx9YSLQgfeS+864vFjq3qV2W"
    "85N7ByP2OKbB+SSk4ppNTcbBvM3SPMDQ3846UOVsYpHO9NIyYxqkrHiVciqHzArTwIu2oi"
    "KO0xAqa4PakFJnIUZsKl/YgsRvpTERzeSt0miS5gOpXIjF29h6R6g4i1xsAkkMMjJSXGAT"
    "IY2AeVkbvy/UyH2hprsV26oR7X2E+Tbp/0ti3quyNfxqkVyFvvrQS9G/NUkDast7bk5pUW"
    "22VqSzOM3tz32brQKnQ7dUkwuJFrCCQ+8uz80Z28k8F2gB2EsxE0+f2gRNPH1aHTUBbUv4"
    "Zgm5nRBeiLQO4/rXCxX/J4mQKS5lTdxPSap1MJ9ZTeWzNVP5bHUqa0SnDPP607OaWGtMiT"
    "pOz4ZESHbq8qJbSLRgwj6iU4TnJKXBqGNyx2QtXUtnzKL3Jm9MtRpqTgnxWNwXO5KHasfE"
    "A0k5NVVRqn55aSItpBR7OdsFj5eLCZZ1byG6z6wsg2drLINnq5aB/EZhNMAgN02FW20hso"
    "RySAOB/h9FlJ+ic2cNuADG+tfa8hsMwGFcDFM1ihrg6K+1b/8FEeFjNA=="
)
