import type { DemoDealer } from "../demo-dealer.ts";
import { familyCars } from "./family-cars.ts";
import { finishedLeads } from "./finished-leads.ts";
import { hotLeads } from "./hot-leads.ts";
import { newLeads } from "./new-leads.ts";
import { saloons } from "./saloons.ts";
import { sportyCars } from "./sporty-cars.ts";
import { suvs } from "./suvs.ts";
import { warmLeads } from "./warm-leads.ts";

export const prima: DemoDealer = {
  slug: "prima",
  name: "Prima Mobil Jakarta",
  domain: "prima.test",
  timeZone: "Asia/Jakarta",
  phone: "+622155500101",
  whatsappNumber: "+6281200000101",
  email: "halo@prima.test",
  address: "Jl. Sultan Iskandar Muda No. 101, Kebayoran Lama",
  city: "Jakarta Selatan",
  openingHours: {
    mon: { open: "09:00", close: "18:00" },
    tue: { open: "09:00", close: "18:00" },
    wed: { open: "09:00", close: "18:00" },
    thu: { open: "09:00", close: "18:00" },
    fri: { open: "09:00", close: "18:00" },
    sat: { open: "09:00", close: "17:00" },
    sun: { open: "10:00", close: "16:00" },
  },
  staff: {
    owner: {
      role: "owner",
      name: "Hendra Wijaya",
      email: "owner@prima.test",
      phone: "+6281200000111",
    },
    admin: {
      role: "admin",
      name: "Maya Lestari",
      email: "admin@prima.test",
      phone: "+6281200000112",
    },
    sales: {
      role: "sales",
      name: "Rizky Pratama",
      email: "sales@prima.test",
      phone: "+6281200000113",
    },
    sales2: {
      role: "sales",
      name: "Dewi Anggraini",
      email: "sales2@prima.test",
      phone: "+6281200000114",
    },
  },
  whatsappToken: "demo-prima-whatsapp",
  cars: [...saloons, ...sportyCars, ...familyCars, ...suvs],
  leads: [...newLeads, ...hotLeads, ...warmLeads, ...finishedLeads],
};
